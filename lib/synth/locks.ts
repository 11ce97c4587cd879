import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IConstruct } from 'constructs';
import type { z } from 'zod';
import { KeelsonError } from '../core/errors.ts';
import { currentHost } from './host.ts';
import { reportError, stateOf } from './state.ts';

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

/**
 * A lock file of this form, read once per platform. Reports KS1016, once, for one of another form.
 * @param name name of the file
 */
export function loadLock<T>(construct: IConstruct, name: string, schema: z.ZodType<T>): T | 'absent' | 'wrong' {
  return stateOf(construct).adapter<T | 'absent' | 'wrong'>(Symbol.for(`keelson.lock.${name}`), () => {
    try {
      const json = readJsonLock(construct, name);
      if (json === undefined) return 'absent';
      const parsed = schema.safeParse(json);
      if (parsed.success) return parsed.data;
      reportError(construct, 'KS1016', lockProblem(name, parsed.error));
    } catch (error) {
      if (!KeelsonError.is(error)) throw error;
      stateOf(construct).errors.push(error);
    }
    return 'wrong';
  });
}

/** What is wrong with a lock, in words. */
export function lockProblem(name: string, { issues: [issue] }: z.ZodError): string {
  const inner = issue?.code === 'invalid_key' ? issue.issues[0] : issue;
  return `${issue?.path.join('.') || 'it'} in ${name} ${inner?.message.replace('Invalid input: expected', 'must be')}`;
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
