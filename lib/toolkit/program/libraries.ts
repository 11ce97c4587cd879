import { createRequire, isBuiltin, Module } from 'node:module';
import { KeelsonError } from '../../core/errors.ts';
import type { Libraries } from './bundle/libraries-bundle.ts';
import { LIBRARY_PREFIX } from './library-prefix.ts';

/*
 * A package that stays outside the bundles is loaded by Node. If it requires a construct library all the same, it must get
 * the copy of the bundle, or the tree would hold constructs that do not know each other.
 */

type ModuleCache = Record<string, unknown>;

/** The `require` of a program's script. */
export function programRequire(
  file: string,
  libraries: Libraries,
  bundled: readonly string[],
): { require(id: string): unknown; restore(): void } {
  const native = createRequire(file);
  let restore: (() => void) | undefined;
  const require = (id: string): unknown => {
    if (id.startsWith(LIBRARY_PREFIX)) return library(libraries, id.slice(LIBRARY_PREFIX.length));
    if (!isBuiltin(id)) restore ??= shareWithNode(libraries, bundled);
    return native(id);
  };
  return { require: Object.assign(require, { resolve: native.resolve, cache: native.cache }), restore: () => restore?.() };
}

function library(libraries: Libraries, file: string): unknown {
  const load = libraries[file];
  if (!load) throw new KeelsonError('KS0001', { message: `the bundle of libraries lacks ${file}` });
  return load();
}

/** Puts the bundle's copies into Node's module cache. Returns what undoes it. */
function shareWithNode(libraries: Libraries, bundled: readonly string[]): () => void {
  const cache = (Module as unknown as { _cache: ModuleCache })._cache;
  const before = new Map<string, unknown>();
  const put = (file: string, load: () => unknown): void => {
    before.set(file, cache[file]);
    cache[file] = {
      id: file,
      filename: file,
      loaded: true,
      children: [],
      paths: [],
      get exports() {
        return load();
      },
    };
  };
  for (const file of bundled) {
    if (/[\\/](constructs|cdk8s|cdk8s-plus-\d+|cdktf)[\\/]lib[\\/]/.test(file) && !(file in libraries)) {
      put(file, () => {
        throw new KeelsonError('KS0010', {
          message: `a package outside the construct tree requires ${file}`,
          fix: 'let the package name the construct library in its peerDependencies',
        });
      });
    }
  }
  for (const [file, load] of Object.entries(libraries)) put(file, load);
  return () => {
    for (const [file, module] of before) {
      if (module === undefined) delete cache[file];
      else cache[file] = module;
    }
  };
}
