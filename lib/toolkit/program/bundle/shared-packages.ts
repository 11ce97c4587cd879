import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/*
 * Packages whose constructs stand in one tree must share one copy of the construct libraries, so they go into one bundle:
 * the libraries themselves, and whatever depends on one of them.
 */

const MODULES = `${sep}node_modules${sep}`;
const LIBRARIES = new Set(['keelson', 'constructs', 'cdk8s', 'cdktf', 'zod']);

interface PackageJson {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Tells which packages share the construct tree; remembers its answers. */
export class SharedPackages {
  readonly #byRoot = new Map<string, boolean>();

  /** Whether a file of a package belongs into the bundle of libraries. */
  has(file: string): boolean {
    const root = packageRoot(file);
    return root !== undefined && this.#isShared(root);
  }

  #isShared(root: string): boolean {
    const known = this.#byRoot.get(root);
    if (known !== undefined) return known;
    this.#byRoot.set(root, false); // for packages that depend on each other
    const { name = '', dependencies, peerDependencies } = readPackage(root);
    const shared =
      isLibrary(name) ||
      Object.keys({ ...dependencies, ...peerDependencies }).some((dependency) => this.#isSharedDependency(root, dependency));
    this.#byRoot.set(root, shared);
    return shared;
  }

  #isSharedDependency(root: string, name: string): boolean {
    if (name === 'zod') return false;
    if (isLibrary(name)) return true;
    const folder = findPackage(root, name);
    return folder !== undefined && this.#isShared(folder);
  }
}

/** Whether Keelson knows a package: one of the construct libraries or itself. Others that share the tree are a user's. */
export function isLibrary(name: string): boolean {
  return LIBRARIES.has(name) || name.startsWith('cdk8s-plus-') || name.startsWith('@cdktf/');
}

/** Whether a file is the entry of a Keelson, this one or the program's. */
export function isKeelsonEntry(file: string): boolean {
  return file.endsWith(join('dist', 'index.js')) && readPackage(dirname(dirname(file))).name === 'keelson';
}

/** Folder of the package that a file of node_modules belongs to; undefined outside node_modules. */
export function packageRoot(file: string): string | undefined {
  const at = file.lastIndexOf(MODULES);
  if (at < 0) return undefined;
  const [first = '', second = ''] = file.slice(at + MODULES.length).split(sep);
  return file.slice(0, at + MODULES.length) + (first.startsWith('@') ? join(first, second) : first);
}

function readPackage(folder: string): PackageJson {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
  } catch {
    return {};
  }
}

/** Where a package finds one of its dependencies. */
function findPackage(from: string, name: string): string | undefined {
  for (const modules of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(modules, name);
    if (readPackage(folder).name !== undefined) return folder;
  }
  return undefined;
}
