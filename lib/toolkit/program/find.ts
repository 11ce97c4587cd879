import { realpathSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';
import { type KeelsonPackage, nearestPackage, readPackage } from '../../synth/package-json.ts';

/** A program and where its output goes; all paths are absolute. */
export interface Program {
  /** The file that is run, without symbolic links. */
  readonly file: string;
  /** The program's folder: locks and output are relative to it. */
  readonly appRoot: string;
  /** The output folder, which need not exist yet. */
  readonly output: string;
}

/** What a person may say about the program. */
export interface ProgramOptions {
  /** Folder that everything is relative to. @default - the current folder */
  readonly cwd?: string;
  /** The program, or its folder. @default - see {@link findProgram} */
  readonly program?: string;
  /** Output folder. @default - package.json#keelson.output, else `deploy` in the program's folder */
  readonly out?: string;
}

const NAMES = ['main.ts', 'main.mts', 'main.js', 'main.mjs'];
const EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']);

/**
 * Finds the program: the one named; else package.json#keelson.app of the current folder; else main.ts there; else keelson.app of
 * the nearest package.json above. Throws KS0002 when there is none, KS0003 when what is named isn't there, KS0004 for a wrong
 * keelson field.
 */
export function findProgram(options: ProgramOptions = {}): Program {
  const cwd = resolve(options.cwd ?? '.');
  const file = realpathSync(options.program === undefined ? (findIn(cwd) ?? findAbove(cwd)) : named(cwd, options.program));
  const appRoot = dirname(file);
  const output = options.out === undefined ? resolve(appRoot, configuredOutput(file) ?? 'deploy') : resolve(cwd, options.out);
  return { file, appRoot, output };
}

/** What the argument names: a file, or a folder with a program in it. */
function named(cwd: string, program: string): string {
  const path = resolve(cwd, program);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new KeelsonError('KS0003', { message: `there is no ${program}` });
  if (!stat.isDirectory()) return module(path, program);
  const file = findIn(path);
  if (file === undefined)
    throw new KeelsonError('KS0002', { message: `${program} has no main.ts, and its package.json, if any, has no keelson.app` });
  return file;
}

/** The program of one folder: as its package.json says, else main.ts. */
function findIn(folder: string): string | undefined {
  return appOf(readPackage(folder)) ?? NAMES.map((name) => join(folder, name)).find(isFile);
}

function findAbove(cwd: string): string {
  for (let field = nearestPackage(dirname(cwd)); field; field = nearestPackage(dirname(field.folder))) {
    const app = appOf(field);
    if (app !== undefined) return app;
    if (dirname(field.folder) === field.folder) break;
  }
  throw new KeelsonError('KS0002', { message: `no program in ${cwd} or named by a package.json above it` });
}

function appOf(field: KeelsonPackage | undefined): string | undefined {
  if (field?.app === undefined) return undefined;
  const path = resolve(field.folder, field.app);
  if (isFile(path)) return module(path, field.app);
  throw new KeelsonError('KS0003', {
    message: `package.json#keelson.app names ${field.app}, which is not a file`,
    source: { file: field.file, line: 1 },
  });
}

function module(path: string, name: string): string {
  if (EXTENSIONS.has(extname(path))) return path;
  throw new KeelsonError('KS0003', { message: `${name} is no TypeScript or JavaScript module`, fix: 'name a .ts or .js file' });
}

/** keelson.output of the package.json beside the program, else of the one above that names this program. */
function configuredOutput(file: string): string | undefined {
  const own = readPackage(dirname(file));
  if (own?.output !== undefined) return own.output;
  for (let field = nearestPackage(dirname(dirname(file))); field; field = nearestPackage(dirname(field.folder))) {
    if (field.app !== undefined && relative(resolve(field.folder, field.app), file) === '') return field.output;
    if (dirname(field.folder) === field.folder) break;
  }
  return undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
