// Builds dist/ from lib/: compiled modules, their declarations, and what lib reads at run time.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lib = join(root, 'lib');
const dist = join(root, 'dist');
const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const binFiles = Object.values(bin);

// Staged and then copied by content, so that a running program never sees half a build.
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const stage = mkdtempSync(join(cache, 'keelson-build-'));
try {
  const compiled = compile();
  copyAssets();
  publish();
  linkBins();
  check();
  process.exitCode = compiled ? 0 : 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/** Emits in spite of type errors, as tsc does, and reports them. */
function compile() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', lib, '--outDir', stage], { stdio: 'inherit' });
  // tsc rewrites the extensions of imports in modules, not in declarations.
  for (const file of walk(stage).filter((file) => file.endsWith('.d.ts'))) {
    writeFileSync(file, readFileSync(file, 'utf8').replace(/((?:from|import|import\() ?['"]\.[^'"\n]*)\.ts(['"])/g, '$1.js$2'));
  }
  return status === 0;
}

/** Everything in lib that is not a module is an asset; a folder named `templates` is one whole, TypeScript files too. */
function copyAssets() {
  for (const file of walk(lib)) {
    const path = relative(lib, file);
    const template = path.split(/[\\/]/).includes('templates');
    if (path === 'tsconfig.json' || (path.endsWith('.ts') && !template)) continue;
    put(join(stage, path), readFileSync(file));
  }
}

/** Makes dist equal to the stage; an unchanged file is not touched. */
function publish() {
  const staged = new Set(walk(stage).map((file) => relative(stage, file)));
  for (const path of staged) put(join(dist, path), readFileSync(join(stage, path)));
  for (const file of walk(dist)) if (!staged.has(relative(dist, file))) rmSync(file);
  for (const file of binFiles) if (existsSync(join(root, file))) chmodSync(join(root, file), 0o755);
}

/** npm links the bins of dependencies only; with these, benches and folders that have a package.json of their own find them too. */
function linkBins() {
  for (const [name, file] of Object.entries(bin)) {
    const link = join(root, 'node_modules', '.bin', name);
    if (process.platform === 'win32' || existsSync(link)) continue;
    rmSync(link, { force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join('..', '..', file), link);
  }
}

/** What package.json promises must be there. */
function check() {
  const targets = Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)));
  const missing = [...binFiles, ...targets].filter((file) => !file.includes('*') && !existsSync(join(root, file)));
  if (missing.length > 0) console.warn(`build: package.json names files that are not there: ${missing.join(', ')}`);
  for (const file of binFiles) {
    if (existsSync(join(root, file)) && !readFileSync(join(root, file), 'utf8').startsWith('#!/usr/bin/env node\n')) {
      throw new Error(`build: ${file} has no #! line`);
    }
  }
}

function put(file, content) {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
