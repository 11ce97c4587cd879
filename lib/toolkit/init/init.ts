import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeelsonError } from '../../core/errors.ts';
import { presentPackageJson, projectPackageJson } from './package-json.ts';

/** Where a project is made. */
export interface InitOptions {
  /** @default - the current folder */
  readonly directory?: string;
}

/** What was made. */
export interface InitReport {
  readonly directory: string;
  /** Relative to the directory, sorted. */
  readonly files: readonly string[];
}

/** What may be in the folder already: a repository's own files, and what `npm install keelson` makes. */
const ALLOWED =
  /^(\.git|\.gitattributes|\.gitignore|README(\.md)?|LICEN[CS]E(\.md)?|\.keelson|package\.json|package-lock\.json|node_modules)$/i;

/** Makes a new project: a program, its locks, a test and a CI workflow. Throws KS0013 when the folder holds anything else. */
export function initProject(options: InitOptions = {}): InitReport {
  const directory = resolve(options.directory ?? '.');
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new KeelsonError('KS0013', { object: directory, message: 'it is a file' });
  const others = found ? readdirSync(directory).filter((name) => !ALLOWED.test(name)) : [];
  if (others.length > 0) {
    throw new KeelsonError('KS0013', { object: directory, message: `it holds ${others.slice(0, 3).sort().join(', ')}` });
  }
  const packageJson = join(directory, 'package.json');
  const present = presentPackageJson(packageJson);
  const templates = fileURLToPath(new URL('./templates', import.meta.url));
  const name = projectName(directory);
  const files = readdirSync(templates, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(templates.length + 1))
    .sort();
  const made: string[] = [];
  for (const template of files) {
    const path = template.replace(/(^|[\\/])_/g, '$1.');
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    const text = readFileSync(join(templates, template), 'utf8').replaceAll('__NAME__', name);
    if (existsSync(target)) appendMissing(target, text);
    else writeFileSync(target, text, { flag: 'wx' });
    made.push(path);
  }
  writeFileSync(packageJson, projectPackageJson(name, present));
  return { directory, files: [...made, 'package.json'].sort() };
}

/** Adds to a .gitignore or .gitattributes that is there already what it lacks. */
function appendMissing(file: string, text: string): void {
  const present = readFileSync(file, 'utf8');
  const lines = new Set(present.split(/\r?\n/));
  const missing = text.split('\n').filter((line) => line !== '' && !lines.has(line));
  if (missing.length > 0) appendFileSync(file, `${present === '' || present.endsWith('\n') ? '' : '\n'}${missing.join('\n')}\n`);
}

/** A name for the platform from that of the folder. */
function projectName(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return name || 'platform';
}
