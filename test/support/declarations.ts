import { blank } from './source.ts';

/** Where a name of a declaration file comes from: another file, or a package when `specifier` is not relative. */
export interface Origin {
  readonly specifier: string;
  /** Name over there; `*` for all of them. */
  readonly name: string;
}

/** A declaration file as tsc writes it, by statements without comments. */
export interface Declarations {
  /** All of them, in order. */
  readonly statements: readonly string[];
  /** Statements that declare a name of the file. */
  readonly declared: ReadonlyMap<string, readonly string[]>;
  /** Names that the file declares or takes over for others. */
  readonly exported: ReadonlyMap<string, Origin | string>;
  /** Local names of imports. */
  readonly imported: ReadonlyMap<string, Origin & { readonly statement: string }>;
  /** Files whose names are all exported. */
  readonly stars: readonly string[];
  /** Augmentations of other modules. */
  readonly ambient: readonly string[];
}

const DECLARATION = /^(export )?(?:declare )?(?:abstract )?(?:class|function|const|let|var|interface|type) ([\w$]+)/;

/** Reads what tsc wrote: one declaration a statement, and each statement begins in the first column. */
export function parseDeclarations(text: string): Declarations {
  const declared = new Map<string, string[]>();
  const exported = new Map<string, Origin | string>();
  const imported = new Map<string, Origin & { readonly statement: string }>();
  const stars: string[] = [];
  const ambient: string[] = [];
  const statements = statementsOf(text);
  for (const statement of statements) {
    const declaration = DECLARATION.exec(statement);
    const specifier = /(?:from |^import )['"]([^'"]+)['"];$/.exec(statement)?.[1];
    if (declaration?.[2] !== undefined) {
      declared.set(declaration[2], [...(declared.get(declaration[2]) ?? []), statement]);
      if (declaration[1]) exported.set(declaration[2], declaration[2]);
    } else if (statement.startsWith('export *') && specifier !== undefined) {
      const name = /^export \* as ([\w$]+)/.exec(statement)?.[1];
      if (name === undefined) stars.push(specifier);
      else exported.set(name, { specifier, name: '*' });
    } else if (statement.startsWith('export {') || statement.startsWith('export type {')) {
      for (const [from, to] of namesOf(statement)) exported.set(to, specifier === undefined ? from : { specifier, name: from });
    } else if (statement.startsWith('import ') && specifier !== undefined) {
      for (const [from, to] of namesOf(statement)) imported.set(to, { specifier, name: from, statement });
      const whole = /^import (?:type )?(?:\* as )?([\w$]+)/.exec(statement)?.[1];
      if (whole && whole !== 'type') imported.set(whole, { specifier, name: '*', statement });
    } else if (/^declare (?:module|global)\b/.test(statement)) ambient.push(statement);
    else throw new Error(`a statement of an unknown form: ${statement}`);
  }
  return { statements, declared, exported, imported, stars, ambient };
}

/** The identifiers of a statement, and what it names by `import('…')`. */
export function mentions(statement: string): { readonly names: ReadonlySet<string>; readonly origins: readonly Origin[] } {
  const names = new Set(blank(statement, { strings: false }).match(/[A-Za-z_$][\w$]*/g));
  const origins = [...statement.matchAll(/import\(['"]([^'"]+)['"]\)\.([\w$]+)/g)].map(([, specifier = '', name = '']) => ({
    specifier,
    name,
  }));
  return { names, origins };
}

function statementsOf(text: string): string[] {
  const statements: string[] = [];
  for (const line of blank(text, { strings: true }).split('\n')) {
    const trimmed = line.trimEnd();
    if (trimmed === '') continue;
    if (/^[^\s}]/.test(trimmed)) statements.push(trimmed);
    else statements.push(`${statements.pop() ?? ''}\n${trimmed}`);
  }
  return statements.filter((statement) => statement !== 'export {};');
}

/** Pairs of the name over there and the name here. */
function namesOf(statement: string): [string, string][] {
  const list = /\{([^}]*)\}/.exec(statement)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim().replace(/^type /, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = from] = part.split(' as ');
      return [from, to];
    });
}
