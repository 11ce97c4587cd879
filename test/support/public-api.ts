import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Declarations, mentions, type Origin, parseDeclarations } from './declarations.ts';
import { root } from './root.ts';

/** The committed text of the public declarations. */
export const snapshotFile = join(root, 'test/types/public-api.d.ts.txt');

/**
 * The public declarations: the names of each entry point of package.json, then, by file, every declaration that these
 * names lead to, without comments.
 */
export function publicApi(): string {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types?: string }>;
  };
  const reached = new Reached();
  const heads = Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string' || target.types === undefined) return [];
    const file = posix.relative('dist', posix.normalize(target.types));
    const names = reached.namesOf(file);
    for (const name of names) reached.exported(file, name);
    return [`// ${posix.join('keelson', entry)}`, ...names.map((name) => `//   ${name}`)];
  });
  return `${heads.join('\n')}\n${reached.text()}`;
}

/** The statements that are reached from the entry points, by file. */
class Reached {
  readonly #files = new Map<string, Declarations>();
  readonly #statements = new Map<string, Set<string>>();
  readonly #seen = new Set<string>();

  /** All names that a file exports, sorted. */
  namesOf(file: string): string[] {
    const { exported, stars } = this.#read(file);
    return [...new Set([...exported.keys(), ...stars.flatMap((specifier) => this.namesOf(resolve(file, specifier)))])].sort();
  }

  exported(file: string, name: string): void {
    if (name === '*') for (const each of this.namesOf(file)) this.exported(file, each);
    if (name === '*' || !this.#enter(`${file} exports ${name}`)) return;
    const { exported, stars } = this.#read(file);
    const origin = exported.get(name);
    if (typeof origin === 'string') this.#local(file, origin);
    else if (origin) this.#origin(file, origin);
    for (const star of origin ? [] : stars) {
      if (this.namesOf(resolve(file, star)).includes(name)) this.exported(resolve(file, star), name);
    }
  }

  text(): string {
    return [...this.#statements]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, reached]) => [file, this.#read(file).statements.filter((statement) => reached.has(statement))] as const)
      .filter(([, statements]) => statements.length > 0)
      .map(([file, statements]) => `\n// ${file}\n${statements.join('\n')}\n`)
      .join('');
  }

  #local(file: string, name: string): void {
    const { declared, imported } = this.#read(file);
    const origin = imported.get(name);
    if (origin) {
      if (!origin.specifier.startsWith('.')) this.#statements.get(file)?.add(origin.statement);
      this.#origin(file, origin);
    }
    if (this.#enter(`${file} declares ${name}`)) for (const statement of declared.get(name) ?? []) this.#statement(file, statement);
  }

  #statement(file: string, statement: string): void {
    this.#statements.get(file)?.add(statement);
    const { names, origins } = mentions(statement);
    for (const origin of origins) this.#origin(file, origin);
    for (const name of names) this.#local(file, name);
  }

  #origin(file: string, { specifier, name }: Origin): void {
    if (specifier.startsWith('.')) this.exported(resolve(file, specifier), name);
  }

  #enter(key: string): boolean {
    const fresh = !this.#seen.has(key);
    this.#seen.add(key);
    return fresh;
  }

  #read(file: string): Declarations {
    const known = this.#files.get(file);
    if (known) return known;
    const path = join(root, 'dist', file);
    if (!existsSync(path)) throw new Error(`${path} is not there: npm run build`);
    const declarations = parseDeclarations(readFileSync(path, 'utf8'));
    this.#files.set(file, declarations);
    this.#statements.set(file, new Set());
    for (const statement of declarations.ambient) this.#statement(file, statement);
    return declarations;
  }
}

function resolve(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier.replace(/\.js$/, '.d.ts'));
}
