import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../../support/root.ts';
import { removeSandbox, startSandbox } from '../built.ts';
import { measure, type Run } from '../measure.ts';
import { option } from '../options.ts';
import { type Figure, report } from '../report.ts';
import { loadAssembly, loadObjects } from './load.ts';

/**
 * Keelson's apply against `kubectl apply --server-side` and a raw parallel load, each on a fresh API server.
 * usage: npm run bench:apply [-- --json FILE] [--objects 5000] [--rounds 3]
 */
const objects = option('--objects', 5000);
const rounds = option('--rounds', 3);
const bin = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'keelson-bench-'));
const sandbox = `bench-${process.pid}`;

interface Round {
  raw: Run;
  plain: Run;
  first: Run;
  noop: Run;
  noopRequests: number;
  namespaceRequests: number;
  kubectl?: Run;
  kubectlNoop?: Run;
}

/** Where the releases of the applier are. */
const state = join(folder, 'state');
const kubectl = kubectlVersion();
console.log(kubectl === undefined ? 'kubectl is lacking: its figures are left out' : `kubectl ${kubectl}`);
try {
  const small = writeLoad(objects);
  const raw = buildRaw();
  const done: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await runRound(small, raw);
    console.log(
      `round ${round}: ${Object.entries(one)
        .map(([name, run]) => `${name} ${typeof run === 'number' ? run : `${run.seconds.toFixed(1)} s`}`)
        .join(', ')}`,
    );
    done.push(one);
  }
  const large = objects * 4;
  const big = await fresh((kubeconfig) => keelson(writeLoad(large), kubeconfig));
  console.log(`${large} objects: ${big.seconds.toFixed(1)} s, ${Math.round(big.peakMb ?? 0)} MB`);
  report(figures(done, big.seconds / large));
} finally {
  await removeSandbox(sandbox);
  rmSync(folder, { recursive: true, force: true });
}

async function runRound(load: string, raw: string): Promise<Round> {
  const list = join(load, 'list.json');
  const rawRun = await fresh((kubeconfig) => measure(process.execPath, [raw, kubeconfig, list], { cwd: load }));
  const plain = await fresh((kubeconfig) => keelson(load, kubeconfig, '--no-preflight'));
  const own = await fresh(async (kubeconfig) => {
    const first = await keelson(load, kubeconfig);
    const noop = await keelson(load, kubeconfig);
    const namespaced = await keelson(load, kubeconfig, '--per-namespace');
    return { first, noop, noopRequests: requests(noop), namespaceRequests: requests(namespaced) };
  });
  if (kubectl === undefined) return { raw: rawRun, plain, ...own };
  const theirs = await fresh(async (kubeconfig) => ({
    kubectl: await applyByKubectl(load, kubeconfig),
    kubectlNoop: await applyByKubectl(load, kubeconfig),
  }));
  return { raw: rawRun, plain, ...own, ...theirs };
}

/** Runs against an API server that nothing was applied to, and of which no release tells. */
async function fresh<T>(run: (kubeconfig: string) => Promise<T>): Promise<T> {
  await removeSandbox(sandbox);
  rmSync(state, { recursive: true, force: true });
  const { kubeconfig } = await startSandbox({ name: sandbox, controllers: false });
  return run(kubeconfig);
}

function keelson(load: string, kubeconfig: string, ...more: readonly string[]): Promise<Run> {
  return measure(process.execPath, [bin, 'apply', '--timeout', '0', '--output', 'json', '--kubeconfig', kubeconfig, ...more], {
    cwd: load,
    env: { ...process.env, XDG_STATE_HOME: state },
  });
}

function applyByKubectl(load: string, kubeconfig: string): Promise<Run> {
  return measure('kubectl', ['--kubeconfig', kubeconfig, 'apply', '--server-side', '--validate=false', '-f', 'all.yaml'], { cwd: load });
}

function requests({ output }: Run): number {
  return (JSON.parse(output) as { requests: number }).requests;
}

/** The load as an assembly, as a List and as one YAML file. @returns the folder */
function writeLoad(count: number): string {
  const load = join(folder, `load-${count}`);
  for (const [path, text] of loadAssembly(count).files) {
    const file = join(load, 'deploy', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(load, 'main.ts'), '');
  const items = loadObjects(count);
  writeFileSync(join(load, 'list.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  writeFileSync(join(load, 'all.yaml'), items.map((item) => `---\n${JSON.stringify(item)}\n`).join(''));
  return load;
}

function buildRaw(): string {
  const outfile = join(folder, 'raw-load.mjs');
  buildSync({ entryPoints: [join(root, 'test/bench/apply/raw-load.ts')], outfile, format: 'esm', platform: 'node' });
  return outfile;
}

function kubectlVersion(): string | undefined {
  try {
    const text = execFileSync('kubectl', ['version', '--client', '--output=json'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return (JSON.parse(text) as { clientVersion: { gitVersion: string } }).clientVersion.gitVersion;
  } catch {
    return undefined;
  }
}

function figures(done: readonly Round[], largeCost: number): Figure[] {
  const seconds = (pick: (round: Round) => Run | undefined): number => median(done.map((round) => pick(round)?.seconds ?? Number.NaN));
  const raw = seconds((round) => round.raw);
  const first = seconds((round) => round.first);
  const memory = median(done.map((round) => Math.max(round.first.peakMb ?? 0, round.noop.peakMb ?? 0)));
  const cost = first / objects;
  const theirs = seconds((round) => round.kubectlNoop);
  return [
    { name: 'raw_s', value: raw, unit: 's' },
    { name: 'first_s', value: first, unit: 's' },
    { name: 'noop_s', value: seconds((round) => round.noop), unit: 's' },
    ...(kubectl === undefined
      ? []
      : [
          { name: 'kubectl_first_s', value: seconds((round) => round.kubectl), unit: 's' },
          { name: 'kubectl_noop_s', value: theirs, unit: 's' },
        ]),
    { name: 'first_preflight_to_raw', value: first / raw, unit: 'ratio', target: 2.1 },
    { name: 'first_to_raw', value: seconds((round) => round.plain) / raw, unit: 'ratio', target: 1.18 },
    ...(kubectl === undefined
      ? []
      : [{ name: 'noop_to_kubectl', value: seconds((round) => round.noop) / theirs, unit: 'ratio', target: 0.05 }]),
    { name: 'noop_requests', value: median(done.map((round) => round.noopRequests)), unit: 'requests', target: 100 },
    { name: 'noop_requests_per_namespace', value: median(done.map((round) => round.namespaceRequests)), unit: 'requests', target: 300 },
    { name: 'peak_memory_mb', value: memory, unit: 'MB', target: 200 },
    { name: 'cost_per_object_spread', value: Math.max(cost, largeCost) / Math.min(cost, largeCost) - 1, unit: 'ratio', target: 0.3 },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
