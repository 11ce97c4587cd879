import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import { lastWords } from '../processes/last-words.ts';
import { lastLines } from '../processes/start-process.ts';
import type { Places } from './flags.ts';
import { isProgramRunning } from './state.ts';

const READY_WITHIN_MS = 60_000;

/** Asks until the API server says that it is ready. Throws KS8101 when it or etcd ends, or takes too long. */
export async function untilReady({ folder, apiPort }: Places, token: string, signal: AbortSignal | undefined): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await isReady(folder, apiPort, token))) {
    for (const name of ['etcd', 'kube-apiserver'] as const) if (!isProgramRunning(folder, name)) throw notStarted(folder, name, 'it ended');
    if (performance.now() > deadline) throw notStarted(folder, 'kube-apiserver', `it was not ready within ${READY_WITHIN_MS / 1000} s`);
    await sleep(100, undefined, signal ? { signal } : {});
  }
}

/** The error for a program that does not run as it should (KS8101). */
export function notStarted(folder: string, name: string, message: string): KeelsonError {
  const said = lastWords(lastLines(folder, name, 40));
  const log = join(folder, `${name}.log`);
  return new KeelsonError('KS8101', { object: name, message: `${message}${said === undefined ? '' : `: ${said}`}; its log is ${log}` });
}

function isReady(folder: string, port: number, token: string): Promise<boolean> {
  const certificate = join(folder, 'certs', 'apiserver.crt');
  if (!existsSync(certificate)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ca = readFileSync(certificate);
    const asked = request(
      { host: '127.0.0.1', port, path: '/readyz', ca, headers: { authorization: `Bearer ${token}` }, timeout: 2000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    asked.on('error', () => resolve(false));
    asked.on('timeout', () => asked.destroy());
    asked.end();
  });
}
