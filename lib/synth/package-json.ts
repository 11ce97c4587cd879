import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KeelsonError } from '../core/errors.ts';

/** A package.json, with what it says to Keelson. */
export interface KeelsonPackage {
  /** The package.json itself, absolute. */
  readonly file: string;
  readonly folder: string;
  /** package.json#keelson as it is. */
  readonly keelson?: Readonly<Record<string, unknown>>;
  /** Path of the program, relative to the folder. */
  readonly app?: string;
  /** Path of the output folder, relative to the program. */
  readonly output?: string;
}

/** The package.json of a folder; undefined without a package.json. Throws KS0004 when it can't be read. */
export function readPackage(folder: string): KeelsonPackage | undefined {
  const file = join(folder, 'package.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  if (!text.includes('"keelson"')) return { file, folder };
  const source = { file, line: 1 };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new KeelsonError('KS0004', { source, message: `package.json is no JSON: ${(cause as Error).message}`, cause });
  }
  const field: unknown = (parsed as { keelson?: unknown } | null)?.keelson;
  if (field === undefined) return { file, folder };
  if (typeof field !== 'object' || field === null || Array.isArray(field)) {
    throw new KeelsonError('KS0004', { source, message: `keelson is ${JSON.stringify(field)}, not an object` });
  }
  return { file, folder, keelson: { ...field }, ...path(field, 'app', source), ...path(field, 'output', source) };
}

/** The first package.json from this folder upwards that is accepted. */
export function nearestPackage(folder: string, accepts: (found: KeelsonPackage) => boolean = () => true): KeelsonPackage | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const found = readPackage(current);
    if (found && accepts(found)) return found;
    if (dirname(current) === current) return undefined;
  }
}

function path(field: object, name: 'app' | 'output', source: { file: string; line: number }): Partial<Record<'app' | 'output', string>> {
  const value: unknown = (field as Record<string, unknown>)[name];
  if (value === undefined) return {};
  if (typeof value === 'string' && value !== '') return { [name]: value };
  throw new KeelsonError('KS0004', { source, message: `keelson.${name} is ${JSON.stringify(value)}, not a path` });
}
