import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { KeelsonError } from '../../../core/errors.ts';
import { ownPackage } from '../own-package.ts';
import { compileErrors } from './compile-errors.ts';
import { keelsonFiles, libraryFiles, outsideOf } from './libraries-plugins.ts';
import { IMPORT_META } from './module-paths.ts';
import { isKeelsonEntry, isLibrary, packageRoot } from './shared-packages.ts';

/** Everything that shares the construct tree, as one script; each library runs when it is first asked for. */
export interface LibrariesBundle {
  readonly code: string;
  /** Source map as JSON; empty unless it was asked for. */
  readonly map: string;
  /** Every file that went in, and those that would if they were there, absolute. */
  readonly files: readonly string[];
}

/** What the script of libraries exports: by absolute path of a library's file, its exports. */
export type Libraries = Readonly<Record<string, () => unknown>>;

/**
 * Bundles libraries with all that they need. Throws KS0010 when two copies of a construct library go in.
 * @param wanted files that a program requires, absolute
 */
export async function bundleLibraries(wanted: readonly string[], options: { readonly sourceMap: boolean }): Promise<LibrariesBundle> {
  const { build } = await import('esbuild');
  const root = ownPackage().folder;
  const foreign = wanted.map(packageRoot).filter((folder): folder is string => folder !== undefined && !isLibrary(nameOf(folder)));
  const missing = missingPeers();
  const result = await build({
    stdin: { contents: entry([...new Set([...wanted, ...cores()])].sort()), resolveDir: root, loader: 'js' },
    absWorkingDir: root,
    outdir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    sourcemap: options.sourceMap ? 'external' : false,
    sourcesContent: false,
    define: IMPORT_META,
    external: [...missing.keys()].flatMap((name) => [name, `${name}/*`]),
    logLevel: 'silent',
    plugins: [keelsonFiles(wanted), libraryFiles(), ...(foreign.length > 0 ? [outsideOf(foreign)] : [])],
  }).catch((error: unknown) => {
    throw compileErrors(error, root);
  });
  const files = Object.keys(result.metafile.inputs).filter((file) => file !== '<stdin>');
  const absolute = files.map((file) => resolve(root, file.replace(/^[a-z-]+:/, '')));
  checkCopies(absolute);
  const text = (end: string): string => result.outputFiles.find((output) => output.path.endsWith(end))?.text ?? '';
  return { code: text('.js'), map: text('.js.map'), files: [...absolute, ...[...missing.values()].flat()] };
}

/** Keelson itself is always used, so it is imported at once; anything else when it is asked for. */
function entry(files: readonly string[]): string {
  const imports: string[] = [];
  const libraries = files.map((file, i) => {
    const name = JSON.stringify(file);
    if (!isKeelsonEntry(file)) return `${name}: () => require(${name})`;
    imports.push(`import * as library${i} from ${name};`);
    return `${name}: () => library${i}`;
  });
  return `${imports.join('\n')}\nexport const libraries = {\n${libraries.join(',\n')}\n};\n`;
}

/** The construct libraries, as Keelson finds them: a package outside the bundle that requires one gets this one. */
function cores(): string[] {
  const require = createRequire(join(ownPackage().folder, 'package.json'));
  return ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf'].flatMap((name) => {
    try {
      return [require.resolve(name)];
    } catch {
      return [];
    }
  });
}

/** Optional peers that are not installed, each with the places where it would be: a program that needs one gets an error of its own. */
function missingPeers(): ReadonlyMap<string, readonly string[]> {
  const { folder, peerDependencies } = ownPackage();
  const { resolve } = createRequire(join(folder, 'package.json'));
  const places = Object.keys(peerDependencies).map(
    (name) => [name, (resolve.paths(name) ?? []).map((modules) => join(modules, name, 'package.json'))] as const,
  );
  return new Map(places.filter(([, files]) => !files.some((file) => existsSync(file))));
}

function checkCopies(files: readonly string[]): void {
  const roots = new Map<string, string>();
  for (const file of files) {
    const root = packageRoot(file);
    const name = root === undefined ? '' : nameOf(root);
    if (root === undefined || !isLibrary(name) || name === 'zod') continue;
    const other = roots.get(name) ?? root;
    if (other !== root) throw new KeelsonError('KS0010', { message: `${name} is installed twice: ${other} and ${root}` });
    roots.set(name, root);
  }
}

/** Name of a package by its folder in node_modules. */
function nameOf(root: string): string {
  return root
    .slice(root.lastIndexOf(`node_modules${sep}`) + 13)
    .split(sep)
    .join('/');
}
