import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';
import type { Bundle } from './cache/bundle-file.ts';

/** A compiled script of a bundle, ready to run. */
export interface LoadedScript {
  /** Whether V8 took the code cache, so that nothing was compiled. */
  readonly fromCache: boolean;
  /** Runs the script; what it exports. */
  run(require: (id: string) => unknown): Record<string, unknown>;
  /** V8's data of all functions that have run so far. */
  compiledData(): Buffer;
}

type Wrapper = (exports: object, require: (id: string) => unknown, module: object, metaOf: typeof importMeta) => void;

/** The code of a bundle as a function; made once, since joining megabytes of text takes milliseconds. */
export function wrapScript(code: string): string {
  return `(function (exports, require, module, __keelsonMetaOf) {\n${code}\n})`;
}

/** Compiles a bundle, or takes it from its code cache. `name` stands in stack frames for the file. */
export function loadScript(bundle: Bundle<unknown>, name: string): LoadedScript {
  const script = new Script(bundle.code, {
    filename: name,
    lineOffset: -1,
    ...(bundle.compiled && { cachedData: bundle.compiled }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return {
    fromCache: bundle.compiled !== undefined && script.cachedDataRejected === false,
    run(require) {
      const module = { exports: {} };
      (script.runInThisContext() as Wrapper)(module.exports, require, module, importMeta);
      return module.exports;
    },
    compiledData: () => script.createCachedData(),
  };
}

/** `import.meta` of a file. */
function importMeta(url: string): Readonly<Record<string, unknown>> {
  const filename = fileURLToPath(url);
  return { url, filename, dirname: dirname(filename), resolve: (specifier: string) => createRequire(filename).resolve(specifier) };
}
