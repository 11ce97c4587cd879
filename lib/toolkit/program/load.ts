import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastDigest } from '../../core/digest.ts';
import type { Libraries } from './bundle/libraries-bundle.ts';
import type { Bundle } from './cache/bundle-file.ts';
import { cacheFolder } from './cache/folder.ts';
import type { ManifestCache } from './cache/manifest-cache.ts';
import { type LibrariesHeader, ProgramCache, type ProgramHeader } from './cache/program-cache.ts';
import type { Program } from './find.ts';
import { programRequire } from './libraries.ts';
import { ownPackage } from './own-package.ts';
import { type LoadedScript, loadScript, wrapScript } from './script.ts';
import { LIBRARIES_SCRIPT, mapStack, PROGRAM_SCRIPT, SourcePositions } from './source-positions.ts';

/** A program that is compiled and ready to run. */
export interface LoadedProgram {
  /** What was taken from the cache: `all`, the `libraries` only, or `nothing`. */
  readonly cached: 'all' | 'libraries' | 'nothing';
  readonly positions: SourcePositions;
  /** Runs the program to the end of its main file. */
  run(): void;
  /** A stack trace in terms of the sources. */
  mapStack(stack: string): string;
  /** Digests of the manifests that it gave last. */
  manifests(): ManifestCache;
  /** Keeps what was compiled for the next run. `complete` says that the run went well, so that V8 has compiled all that is needed. */
  save(complete: boolean): void;
}

/** How a program is loaded. */
export interface LoadOptions {
  /** Keep source maps of libraries. */
  readonly debug: boolean;
  /** Called before something is compiled that was not in the cache. */
  readonly onCompile?: () => void;
}

/** Scripts of libraries that already ran in this process: a second run uses the same ones, as Node would. */
const running = new Map<string, { readonly script: LoadedScript; libraries?: Libraries }>();

/**
 * Compiles a program or takes it from the cache: one script of its own files, and one of the packages that share the
 * construct tree, so that an edit compiles the first only.
 */
export async function loadProgram(program: Program, options: LoadOptions): Promise<LoadedProgram> {
  const cache = new ProgramCache(cacheFolder(program.appRoot), engine(options.debug));
  const keptProgram = cache.readProgram(program.file);
  if (!keptProgram) options.onCompile?.();
  const own = keptProgram ?? (await compileProgram(cache, program));
  const wanted = own.header.libraries;
  const keptLibraries = cache.readLibraries(wanted);
  if (keptProgram && !keptLibraries) options.onCompile?.();
  const shared = keptLibraries ?? (await compileLibraries(cache, wanted, options.debug));
  const positions = new SourcePositions(own.map, program.appRoot);
  const ownScript = loadScript(own, PROGRAM_SCRIPT);
  const sharedScript = librariesScript(shared);
  return {
    cached: keptProgram && keptLibraries ? 'all' : keptLibraries ? 'libraries' : 'nothing',
    positions,
    run() {
      const files = Object.keys(shared.header.files);
      const { require, restore } = programRequire(program.file, sharedScript.libraries(), files);
      try {
        ownScript.run(require);
      } finally {
        restore();
      }
    },
    mapStack: (stack) => mapStack(stack, positions, new SourcePositions(shared.map, program.appRoot, ownPackage().folder)),
    manifests: () => cache.manifests(program.file, fastDigest(JSON.stringify(shared.header.files))),
    save(complete) {
      const changed = keptProgram === undefined || keptLibraries === undefined;
      const better = complete && !(own.header.complete && shared.header.complete);
      if (changed || better || !ownScript.fromCache || !sharedScript.script.fromCache) {
        // A changed program may have called functions of libraries that were never compiled before, so both are written.
        cache.writeProgram(program.file, { ...own, header: { ...own.header, complete }, compiled: ownScript.compiledData() });
        cache.writeLibraries(wanted, { ...shared, header: { ...shared.header, complete }, compiled: sharedScript.script.compiledData() });
      }
    },
  };
}

async function compileProgram(cache: ProgramCache, program: Program): Promise<Bundle<ProgramHeader>> {
  const { bundleProgram } = await import('./bundle/program-bundle.ts');
  const { code, map, contents, libraries } = await bundleProgram(program.file);
  return { header: cache.programHeader(contents, libraries), code: wrapScript(code), map };
}

async function compileLibraries(cache: ProgramCache, wanted: readonly string[], sourceMap: boolean): Promise<Bundle<LibrariesHeader>> {
  const { bundleLibraries } = await import('./bundle/libraries-bundle.ts');
  const { code, map, files } = await bundleLibraries(wanted, { sourceMap });
  return { header: cache.librariesHeader(files), code: wrapScript(code), map };
}

/** The script of libraries, which runs once per process. */
function librariesScript(bundle: Bundle<LibrariesHeader>): { readonly script: LoadedScript; libraries(): Libraries } {
  const key = JSON.stringify(bundle.header.files);
  const entry = running.get(key) ?? { script: loadScript(bundle, LIBRARIES_SCRIPT) };
  running.set(key, entry);
  return {
    script: entry.script,
    libraries() {
      const { require } = programRequire(join(ownPackage().folder, 'package.json'), {}, []);
      entry.libraries ??= entry.script.run(require)['libraries'] as Libraries;
      return entry.libraries;
    },
  };
}

/** What a compiled bundle is valid for; the time of this module stands for the way of bundling. */
function engine(debug: boolean): string {
  const built = statSync(fileURLToPath(import.meta.url)).mtimeMs;
  return [ownPackage().version, built, process.version, process.arch, debug ? 'debug' : ''].join(' ');
}
