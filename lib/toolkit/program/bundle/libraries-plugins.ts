import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { loaderOf, withModulePaths } from './module-paths.ts';
import { isKeelsonEntry, isLibrary, packageRoot, SharedPackages } from './shared-packages.ts';

/** Makes Keelson's own lazy modules visible to the bundler, and gives those that ask for their place their own. */
export function keelsonFiles(wanted: readonly string[]): Plugin {
  const folders = wanted.filter(isKeelsonEntry).map((file) => file.slice(0, -'index.js'.length));
  const changed = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.js')) continue;
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const bundled = withModulePaths(file, name.endsWith('lazy.js') ? withoutCreateRequire(text) : text);
      if (bundled !== text) changed.set(file, bundled);
    }
  }
  return loadFiles('keelson-own', changed);
}

/** A lazy module requires heavy libraries when they are first used; esbuild bundles a plain `require`, and keeps it lazy. */
export function withoutCreateRequire(text: string): string {
  return text.replace(/^\s*const require = createRequire\(import\.meta\.url\);?[ \t]*$/m, '');
}

/** Files of the construct libraries that start themselves as a program, so they need their own path. */
export function libraryFiles(): Plugin {
  return {
    name: 'keelson-libraries',
    setup(build) {
      build.onLoad({ filter: /[\\/]cdk8s[\\/]lib[\\/]yaml\.js$/ }, ({ path }) => ({
        contents: withModulePaths(path, readFileSync(path, 'utf8')),
        loader: 'js',
      }));
      build.onLoad({ filter: /[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/ }, ({ path }) => {
        // Only the child process that zips an asset uses archiver, and that one loads this file by itself: three hundred files less.
        const text = readFileSync(path, 'utf8').replace(/^const archiver = require\("archiver"\);$/m, '');
        return { contents: withModulePaths(path, text), loader: 'js' };
      });
    },
  };
}

/** For construct libraries of a user: what they need is left to Node, unless it shares the construct tree too. */
export function outsideOf(packages: readonly string[]): Plugin {
  const shared = new SharedPackages();
  const skip = Symbol('skip');
  return {
    name: 'keelson-foreign',
    setup(build) {
      build.onResolve({ filter: /^[^./#]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        const root = packageRoot(importer);
        if (pluginData === skip || root === undefined || isBuiltin(path) || !isForeign(root, packages, shared)) return undefined;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: skip });
        if (found.errors.length > 0 || shared.has(found.path)) return undefined;
        return { path: found.path, external: true };
      });
      build.onLoad({ filter: /\.[cm]?js$/ }, ({ path }) => {
        const root = packageRoot(path);
        if (root === undefined || !isForeign(root, packages, shared)) return undefined;
        return { contents: withModulePaths(path, readFileSync(path, 'utf8')), loader: loaderOf(path) };
      });
    },
  };
}

function isForeign(root: string, packages: readonly string[], shared: SharedPackages): boolean {
  if (packages.includes(root)) return true;
  const name = root.slice(root.lastIndexOf(`node_modules${sep}`) + 13);
  return !isLibrary(name.split(sep).join('/')) && shared.has(join(root, 'package.json'));
}

function loadFiles(name: string, texts: ReadonlyMap<string, string>): Plugin {
  const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    name,
    setup(build) {
      if (texts.size === 0) return;
      build.onLoad({ filter: new RegExp(`^(?:${[...texts.keys()].map(quote).join('|')})$`) }, ({ path }) => ({
        contents: texts.get(path) ?? '',
        loader: 'js',
      }));
    },
  };
}
