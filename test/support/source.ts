/** An import, re-export, `require` or `import()` of a source file. */
export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
  /** `import type` and `export type`: gone after compilation. */
  readonly typeOnly: boolean;
  /** Imported names, `*` for a namespace; empty where they can't be told, as for `require`. */
  readonly names: readonly string[];
}

/** `text` with comments blanked, and strings too unless they are kept; every character keeps its position and lines their number. */
export function blank(text: string, keep: { readonly strings: boolean }): string {
  const out: string[] = [];
  const templates: number[] = []; // open braces inside each `${`, innermost last
  let at = 0;
  let last = ''; // last significant character or word, which tells a division from a regular expression
  const copy = (end: number, visible: boolean) => {
    const piece = text.slice(at, end);
    out.push(visible ? piece : piece.replace(/[^\n]/g, ' '));
    at = end;
  };
  const quoted = (end: number) => {
    copy(at + 1, true);
    copy(end - 1, keep.strings);
    copy(end, true);
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '/' && next === '/') copy(until(text, at, /\n/g, 0), false);
    else if (char === '/' && next === '*') copy(until(text, at + 2, /\*\//g, 2), false);
    else if (char === "'" || char === '"') {
      quoted(until(text, at + 1, char === '"' ? /(?:\\[\s\S]|[^\\"])*"/y : /(?:\\[\s\S]|[^\\'])*'/y, 'end'));
      last = '"';
    } else if (char === '/' && startsRegExp(last)) {
      quoted(until(text, at + 1, /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\//y, 'end'));
      last = '/re/';
    } else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop();
      copy(at + 1, true);
      const end = until(text, at, /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(?:`|\$\{)/y, 'end');
      const opens = text[end - 1] === '{';
      copy(end - (opens ? 2 : 1), keep.strings);
      copy(end, true);
      if (opens) templates.push(0);
      last = opens ? '{' : '`';
    } else {
      const word = /[\w$]+/y;
      word.lastIndex = at;
      const match = word.exec(text)?.[0];
      const depth = templates.at(-1);
      if (depth !== undefined && (char === '{' || char === '}')) templates[templates.length - 1] = depth + (char === '{' ? 1 : -1);
      if (match ?? char.trim()) last = match ?? char;
      copy(at + (match?.length ?? 1), true);
    }
  }
  return out.join('');
}

/** Every import of a TypeScript or JavaScript module, in the order of the text. */
export function importsOf(text: string): ImportSite[] {
  const code = blank(text, { strings: false });
  const sites: (ImportSite & { readonly at: number })[] = [];
  const add = (pattern: RegExp, read: (match: RegExpExecArray) => Pick<ImportSite, 'typeOnly' | 'names'>) => {
    for (const match of code.matchAll(pattern)) {
      const start = match.index + match[0].length;
      const quote = text[start - 1] ?? '';
      const at = match.index;
      sites.push({
        specifier: text.slice(start, code.indexOf(quote, start)),
        line: code.slice(0, start).split('\n').length,
        at,
        ...read(match),
      });
    }
  };
  add(/(?<![\w$.])(?:import|export)\s+(type\s+(?!from\b|,))?([\w$*{](?:(?!\b(?:im|ex)port\b)[^;'"()=`])*?)\s*\bfrom\s*['"]/g, (match) => ({
    typeOnly: match[1] !== undefined,
    names: namesOf(match[2] ?? ''),
  }));
  add(/(?<![\w$.])import\s*['"]/g, () => ({ typeOnly: false, names: [] }));
  add(/(?<![\w$.])import\s*\(\s*['"`]/g, () => ({ typeOnly: false, names: ['*'] }));
  add(/(?<![\w$])require(?:\.resolve)?\s*\(\s*['"`]/g, () => ({ typeOnly: false, names: ['*'] }));
  return sites.sort((a, b) => a.at - b.at).map(({ at: _, ...site }) => site);
}

function namesOf(clause: string): string[] {
  const [, before = '', named = ''] = /^([^{]*)\{?([^}]*)/.exec(clause) ?? [];
  const names = named.split(',').map(
    (part) =>
      part
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0] ?? '',
  );
  const others = before.split(',').map((part) => (part.includes('*') ? '*' : part.trim() && 'default'));
  return [...others, ...names].filter((name) => name !== '');
}

function startsRegExp(last: string): boolean {
  if (/^(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield|instanceof)$/.test(last)) return true;
  return !/^(?:[\w$]+|[)\]}"`]|\/re\/)$/.test(last);
}

function until(text: string, from: number, pattern: RegExp, end: number | 'end'): number {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (!match) return text.length;
  return match.index + (end === 'end' ? match[0].length : end);
}
