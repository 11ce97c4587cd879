import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeelsonError } from '../../core/errors.ts';
import { ownPackage } from '../program/own-package.ts';

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

/** What may be in the folder already. */
const ALLOWED = /^(\.git|\.gitattributes|README(\.md)?|LICEN[CS]E(\.md)?|\.keelson)$/i;
/** Libraries that a project shares with Keelson, in the versions that this Keelson is tested with. */
const SHARED = ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf', '@cdktf/provider-aws'];
const TOOLS = ['typescript', 'vitest', '@types/node'];

/** Makes a new project: a program, its locks, a test and a CI workflow. Throws KS0013 when the folder holds anything else. */
export function initProject(options: InitOptions = {}): InitReport {
  const directory = resolve(options.directory ?? '.');
  const present = statSync(directory, { throwIfNoEntry: false }) ? readdirSync(directory).filter((name) => !ALLOWED.test(name)) : [];
  if (present.length > 0)
    throw new KeelsonError('KS0013', { object: directory, message: `it holds ${present.slice(0, 3).sort().join(', ')}` });
  const templates = fileURLToPath(new URL('./templates', import.meta.url));
  const name = projectName(directory);
  const files = readdirSync(templates, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(templates.length + 1))
    .sort();
  const made: string[] = [];
  for (const file of files) {
    const path = file.replace(/(^|[\\/])_/g, '$1.');
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(join(templates, file), 'utf8').replaceAll('__NAME__', name), { flag: 'wx' });
    made.push(path);
  }
  writeFileSync(join(directory, 'package.json'), packageJson(name), { flag: 'wx' });
  return { directory, files: [...made, 'package.json'].sort() };
}

function packageJson(name: string): string {
  const { version, devDependencies } = ownPackage();
  const pick = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.flatMap((one) => (devDependencies[one] === undefined ? [] : [[one, devDependencies[one]]])));
  return `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: { synth: 'synth', check: 'synth --check', test: 'vitest run', typecheck: 'tsc --noEmit' },
      keelson: { app: 'main.ts', output: 'deploy' },
      dependencies: { keelson: version, ...pick(SHARED) },
      devDependencies: pick(TOOLS),
    },
    undefined,
    2,
  )}\n`;
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
