/** A name in an expression with what is read of it: `['aws_s3_bucket', 'pictures', 'arn']`. Indices are left out. */
export type Traversal = readonly string[];

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;

/**
 * The names that a text of Terraform JSON reads: those in its `${…}` and `%{…}`. Not a parser of HCL, only what tells names
 * from texts, functions, keys of objects and the variables of `for`. `$${` and `%%{` are literal.
 */
export function traversalsIn(text: string): readonly Traversal[] {
  const scanner = new Scanner(text);
  scanner.template(0, false);
  return scanner.found.filter(([root]) => root !== undefined && !scanner.locals.has(root));
}

class Scanner {
  readonly found: Traversal[] = [];
  /** Variables of `for`; taken for the whole text, which is never too strict. */
  readonly locals = new Set<string>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Scans literal text from a position to its end, or to the closing quote. Gives the position after it. */
  template(start: number, quoted: boolean): number {
    const text = this.#text;
    let at = start;
    while (at < text.length) {
      const letter = text[at];
      if (quoted && letter === '\\') at += 2;
      else if (quoted && letter === '"') return at + 1;
      else if ((letter === '$' || letter === '%') && text[at + 1] === letter && text[at + 2] === '{') at += 3;
      else if ((letter === '$' || letter === '%') && text[at + 1] === '{') at = this.#expression(at + 2, '}');
      else at++;
    }
    return at;
  }

  /** Scans an expression to its closing bracket. Gives the position after it. */
  #expression(start: number, close: '}' | ']' | ')'): number {
    const text = this.#text;
    let at = start;
    while (at < text.length) {
      const letter = text[at] as string;
      if (letter === close) return at + 1;
      if (letter === '"') at = this.template(at + 1, true);
      else if (letter === '{') at = this.#expression(at + 1, '}');
      else if (letter === '[') at = this.#expression(at + 1, ']');
      else if (letter === '(') at = this.#expression(at + 1, ')');
      else if (/[A-Za-z_]/.test(letter)) at = this.#name(at);
      else if (/[0-9]/.test(letter)) at = this.#skip(/[0-9.eE]+/y, at);
      else at++;
    }
    return at;
  }

  #name(start: number): number {
    const text = this.#text;
    const path: string[] = [];
    let at = start;
    // An attribute of something in brackets, such as the name in `f(x).name`, belongs to no root.
    const isAttribute = text[start - 1] === '.';
    for (;;) {
      IDENTIFIER.lastIndex = at;
      const part = IDENTIFIER.exec(text)?.[0];
      if (part === undefined) break;
      path.push(part);
      at += part.length;
      while (text[at] === '[') at = this.#expression(at + 1, ']');
      const star = /\.(\*|\d+)/y;
      star.lastIndex = at;
      if (star.test(text)) at = star.lastIndex;
      if (text[at] !== '.') break;
      at++;
    }
    const rest = text.slice(at).trimStart();
    if (path[0] === 'for' && path.length === 1) return this.#loop(at);
    if (!isAttribute && path.length > 1 && !rest.startsWith('(')) this.found.push(path);
    return Math.max(at, start + 1);
  }

  /** Takes the variables of `for key, value in`. */
  #loop(start: number): number {
    const head = /\s*([A-Za-z_][\w-]*)(?:\s*,\s*([A-Za-z_][\w-]*))?\s+in\b/y;
    head.lastIndex = start;
    const match = head.exec(this.#text);
    for (const name of match?.slice(1) ?? []) if (name) this.locals.add(name);
    return match ? head.lastIndex : start;
  }

  #skip(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : at + 1;
  }
}
