import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IConstruct } from 'constructs';
import { KeelsonError } from '../core/errors.ts';
import { currentHost } from './host.ts';
import { stateOf } from './state.ts';

/*
 * Locks are inputs beside the program: files that `keelson lock` writes and synth only copies.
 * Reading them is the only I/O of a program's run besides what the program does itself.
 */

/** Folder of the program: what the host says, else that of the script that node was started with. */
export function appRoot(): string {
  return currentHost()?.appRoot ?? dirname(process.argv[1] ?? join(process.cwd(), 'main.ts'));
}

const KEY = Symbol.for('keelson.locks');

/** The text of a lock file in the program's folder, or undefined when there is none. Read once per platform. */
export function readLock(construct: IConstruct, name: string): string | undefined {
  const cache = stateOf(construct).adapter(KEY, () => new Map<string, string | undefined>());
  if (!cache.has(name)) cache.set(name, tryRead(join(appRoot(), name)));
  return cache.get(name);
}

/** A lock file of JSON. Throws KS1016 when it is none. */
export function readJsonLock(construct: IConstruct, name: string): unknown {
  const text = readLock(construct, name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KeelsonError('KS1016', {
      path: construct.node.path,
      source: { file: name, line: 1 },
      message: `${name} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    });
  }
}

/** The part of a Terraform lock file that concerns these providers. Undefined when it has none of them. */
export function providerLocks(lock: string, sources: ReadonlySet<string>): string | undefined {
  const blocks = lock.match(/^provider "[^"]+" \{\n(?:.*\n)*?\}\n/gm) ?? [];
  const kept = blocks.filter((block) => {
    const source = /^provider "([^"]+)"/.exec(block)?.[1] ?? '';
    return [...sources].some((wanted) => source === wanted || source.endsWith(`/${wanted}`));
  });
  if (kept.length === 0) return undefined;
  return `# This file is maintained automatically by "keelson lock".\n\n${kept.sort().join('\n')}`;
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
