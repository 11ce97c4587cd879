import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../support/root.ts';
import { loadAssembly } from '../apply/load.ts';
import { built, removeSandbox, startSandbox } from '../built.ts';
import { measure } from '../measure.ts';
import { option } from '../options.ts';
import { report } from '../report.ts';

/**
 * How long somebody else's edit or deletion lives while `keelson drift --watch` corrects it, beside many objects that nobody touches.
 * usage: npm run bench:drift [-- --json FILE] [--objects 1000] [--drifts 60]
 */
const objects = option('--objects', 1000);
const drifts = option('--drifts', 60);
const { connect } = await built<typeof import('../../../lib/apply/kubernetes/client/api-connection.ts')>(
  'apply/kubernetes/client/api-connection.js',
);
const bin = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'keelson-bench-'));
const sandbox = `bench-${process.pid}`;
let watch: ChildProcess | undefined;

try {
  const { kubeconfig } = await startSandbox({ name: sandbox, controllers: false });
  for (const [path, text] of loadAssembly(objects).files) {
    const file = join(folder, 'deploy', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(folder, 'main.ts'), '');
  writeFileSync(join(folder, 'policy.yaml'), JSON.stringify({ version: 1, units: [{ match: '*', drift: 'correct' }] }));
  // Releases of an earlier run would be of another cluster.
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
  await measure(process.execPath, [bin, 'apply', '--timeout', '0', '--kubeconfig', kubeconfig], { cwd: folder, env });
  const watchArgs = [bin, 'drift', '--watch', '--policy', 'policy.yaml', '--kubeconfig', kubeconfig];
  watch = spawn(process.execPath, watchArgs, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const connection = connect({ kubeconfig });
  const seconds: number[] = [];
  // The first ones wait until the watch has begun.
  for (let drift = -2; drift < drifts; drift++) {
    const took = await correctionOf(connection, drift);
    if (drift >= 0) seconds.push(took);
  }
  connection.close();
  const p = (share: number): number => [...seconds].sort((a, b) => a - b)[Math.ceil(seconds.length * share) - 1] ?? Number.NaN;
  console.log(`${objects} objects, ${drifts} drifts: edits and deletions in turn`);
  report([
    { name: 'drift_to_corrected_p50_s', value: p(0.5), unit: 's' },
    { name: 'drift_to_corrected_p95_s', value: p(0.95), unit: 's', target: 2 },
    { name: 'drift_to_corrected_max_s', value: p(1), unit: 's' },
  ]);
} finally {
  watch?.kill('SIGKILL');
  await removeSandbox(sandbox);
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds from the answer to an edit, or a deletion, until the object is as it was. */
async function correctionOf(connection: ReturnType<typeof connect>, drift: number): Promise<number> {
  // Every fifth object of the load is a ConfigMap.
  const path = `/api/v1/namespaces/load-${(drift + 2) % 50}/configmaps/obj-0`;
  const body = JSON.stringify({ data: { a: `drift ${drift}` } });
  const answer =
    drift % 2 === 0
      ? await connection.request({ method: 'PATCH', path, body, contentType: 'application/merge-patch+json' })
      : await connection.request({ method: 'DELETE', path });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  const began = performance.now();
  for (;;) {
    const { status, text } = await connection.request({ method: 'GET', path });
    if (status === 200 && (JSON.parse(text) as { data: { a: string } }).data.a === '1') return (performance.now() - began) / 1000;
    if (performance.now() - began > 60_000) throw new Error(`${path} was not corrected within a minute`);
    await sleep(10);
  }
}
