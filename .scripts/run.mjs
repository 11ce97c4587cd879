// Runs a TypeScript script of the repository: node .scripts/run.mjs <file.ts> [arguments]
// Compiled to a file beside the source, so that imports and import.meta.url mean the same there.
import { rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('usage: node .scripts/run.mjs <file.ts> [arguments]');
const source = resolve(file);
const outfile = join(dirname(source), `.${basename(source, '.ts')}.${process.pid}.run.mjs`);
process.on('exit', () => rmSync(outfile, { force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

buildSync({
  entryPoints: [source],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
});
process.argv = [process.execPath, source, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(outfile).href);
