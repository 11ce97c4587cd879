import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, sep } from 'node:path';
import type { ImportKind, Plugin, PluginBuild } from 'esbuild';
import { type Stamp, stampContent } from '../cache/inputs.ts';
import { LIBRARY_PREFIX } from '../library-prefix.ts';
import { ownPackage } from '../own-package.ts';
import { compileErrors } from './compile-errors.ts';
import { IMPORT_META, loaderOf, withModulePaths } from './module-paths.ts';
import { SharedPackages } from './shared-packages.ts';

/** The program's own files as one script. */
export interface ProgramBundle {
  readonly code: string;
  /** Source map as JSON; its sources are relative to the program's folder. */
  readonly map: string;
  /** The program's own files, as they were read. */
  readonly contents: Readonly<Record<string, Stamp>>;
  /** Files that the script requires from packages which share the construct tree, absolute, sorted. */
  readonly libraries: readonly string[];
}

const RESOLVED = Symbol('resolved');

/** Compiles the program's own files; packages stay outside. Throws KS0005, KS0008 or KS0009, all of them together. */
export async function bundleProgram(file: string): Promise<ProgramBundle> {
  const { build } = await import('esbuild');
  const contents: Record<string, Stamp> = {};
  const libraries = new Set<string>();
  const appRoot = dirname(file);
  const result = await build({
    entryPoints: [file],
    absWorkingDir: appRoot,
    outdir: appRoot,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    sourcemap: 'external',
    sourcesContent: false,
    keepNames: true,
    legalComments: 'none',
    define: IMPORT_META,
    logLevel: 'silent',
    plugins: [packagesOutside(libraries), readFiles(contents)],
  }).catch((error: unknown) => {
    throw compileErrors(error, appRoot);
  });
  const text = (end: string): string => result.outputFiles.find((output) => output.path.endsWith(end))?.text ?? '';
  return { code: text('.js'), map: text('.js.map'), contents, libraries: [...libraries].sort() };
}

/** Leaves packages out of the bundle: those that share the construct tree to the bundle of libraries, others to Node. */
function packagesOutside(libraries: Set<string>): Plugin {
  const shared = new SharedPackages();
  return {
    name: 'keelson-packages',
    setup(build) {
      build.onResolve({ filter: /^[^./#]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === RESOLVED || kind === 'entry-point' || isAbsolute(path)) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        const isKeelson = path === 'keelson' || path.startsWith('keelson/');
        const from = { importer, resolveDir };
        const found = isKeelson ? findKeelson(path, importer) : await resolve(build, path, from, ['require-call', 'import-statement']);
        if (found === undefined) return undefined; // esbuild tells what it tried
        if (isKeelson || shared.has(found)) {
          // Keelson imports its libraries, so of a package with two builds the bundle holds the one for imports.
          const library = isKeelson ? found : ((await resolve(build, path, from, ['import-statement'])) ?? found);
          libraries.add(library);
          return { path: LIBRARY_PREFIX + library, external: true };
        }
        if (!found.includes(`${sep}node_modules${sep}`) || /\.[cm]?tsx?$/.test(found)) return { path: found };
        return { path: found, external: true };
      });
    },
  };
}

/** Where a package's file is, by the first way of importing it that leads anywhere. */
async function resolve(
  build: PluginBuild,
  path: string,
  from: { readonly importer: string; readonly resolveDir: string },
  kinds: readonly ImportKind[],
): Promise<string | undefined> {
  for (const kind of kinds) {
    const result = await build.resolve(path, { ...from, kind, pluginData: RESOLVED });
    if (result.errors.length === 0 && !result.external) return result.path;
  }
  return undefined;
}

/** The keelson of the program's folder, else the one that runs. A tsconfig path may name the sources; what runs is the build. */
function findKeelson(specifier: string, importer: string): string | undefined {
  for (const from of [importer, join(ownPackage().folder, 'package.json')]) {
    try {
      return createRequire(from).resolve(specifier);
    } catch {
      // not there
    }
  }
  return undefined;
}

/** Reads the program's files, and remembers what was read. */
function readFiles(contents: Record<string, Stamp>): Plugin {
  return {
    name: 'keelson-files',
    setup(build) {
      build.onLoad({ filter: /\.([cm]?[jt]sx?|json)$/, namespace: 'file' }, ({ path, with: attributes }) => {
        if (attributes['type'] !== undefined && attributes['type'] !== 'json') return undefined;
        const bytes = readFileSync(path);
        contents[path] = stampContent(bytes);
        const text = bytes.toString();
        const loader = loaderOf(path);
        return { contents: loader === 'json' ? text : withModulePaths(path, text), loader, resolveDir: dirname(path) };
      });
    },
  };
}
