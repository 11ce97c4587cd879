import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClient } from '../client/sandbox-client.ts';
import { isRunning, readProcess } from '../processes/process-file.ts';
import { follow } from './follow.ts';
import { STAND_INS } from './stand-ins.ts';

/*
 * A program of its own, which outlives the command that starts it: node main.js <folder of the sandbox>. It ends with the API server.
 */
const folder = process.argv[2] ?? '';
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const client = new SandboxClient(folder);
const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const all = Promise.all(STAND_INS.map((followed) => follow(client, followed, { signal: stop.signal, log })));
while (!stop.signal.aborted) {
  const server = readProcess(folder, 'kube-apiserver');
  if (!server || !isRunning(server)) stop.abort();
  else await sleep(2000, undefined, { signal: stop.signal }).catch(() => {});
}
await all;
client.close();
