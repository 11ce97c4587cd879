import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader } from 'esbuild';

const MENTIONS = /\bimport\s*\.\s*meta\b|\b__dirname\b|\b__filename\b/;

/** What `import.meta` becomes in bundled code. */
export const IMPORT_META = { 'import.meta': '__keelsonMeta' };

/**
 * Gives a module that asks where it is the place of its own file: in a bundle it would get the bundle's. Everything goes on the
 * first line, so that no line moves.
 */
export function withModulePaths(file: string, text: string): string {
  if (!MENTIONS.test(text)) return text;
  const shebang = /^#!.*/.exec(text)?.[0] ?? '';
  const rest = text.slice(shebang.length);
  const strict = /^\s*(['"])use strict\1;?/.exec(rest)?.[0] ?? '';
  const url = JSON.stringify(pathToFileURL(file).href);
  const declarations = [
    /import\s*\.\s*meta/.test(rest) && `const __keelsonMeta = __keelsonMetaOf(${url});`,
    /\b__filename\b/.test(rest) && !declares(rest, '__filename') && `const __filename = ${JSON.stringify(file)};`,
    /\b__dirname\b/.test(rest) && !declares(rest, '__dirname') && `const __dirname = __keelsonMetaOf(${url}).dirname;`,
  ].filter(Boolean);
  return `${strict}${declarations.join(' ')} ${rest.slice(strict.length)}`;
}

/** A module that declares the name itself, as ES modules do with fileURLToPath. */
function declares(text: string, name: string): boolean {
  return new RegExp(`\\b(?:const|let|var|function)\\s+${name}\\b|\\{[^}]*\\b${name}\\b[^}]*\\}\\s*=`).test(text);
}

/** How esbuild reads a file. */
export function loaderOf(file: string): Loader {
  const extension = extname(file);
  if (extension === '.json') return 'json';
  if (/^\.[cm]?ts$/.test(extension)) return 'ts';
  if (/^\.[cm]?jsx?$/.test(extension)) return extension.endsWith('x') ? 'jsx' : 'js';
  return extension === '.tsx' ? 'tsx' : 'default';
}
