import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { root } from '../../support/root.ts';
import { upstreamBin } from '../../support/upstream/install.ts';
import { measure, median, type Run } from '../measure.ts';
import { type Figure, report } from '../report.ts';
import { generated, onlineBoutique, type Programs } from './programs.ts';

/*
 * Keelson's synth against `cdk8s synth` and `cdktf synth` on programs of equal output, in one run. All are started by their
 * programs in node_modules/.bin; npx would cost each half a second more.
 */
const RUNS = 3;
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'bench-synth-'));
const env = { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1' };
const tsx = upstreamBin('tsx');
const sum = (...runs: Run[]): number => runs.reduce((total, run) => total + run.seconds, 0);
const keelson = (directory: string, out: string) =>
  measure(process.execPath, [join(root, 'dist/cli/synth.js'), directory, '--out', out], { cwd: directory, env });

const figures: Figure[] = [];
try {
  console.log(`cdk8s ${version('cdk8s')}, cdktf ${version('cdktf')}, tsx ${version('tsx')}; medians of ${RUNS}`);
  const memory: number[] = [];
  for (const programs of [onlineBoutique(folder), generated(folder, 1000, 200)]) {
    const { name } = programs;
    useTsx(programs.upstream);
    const out = join(folder, name, 'deploy');
    await keelson(programs.keelson, out);
    await upstreamOnce(programs);
    sameOutput(programs, out);
    const ours = await median(RUNS, () => keelson(programs.keelson, out));
    const anew = await median(RUNS, () => {
      rmSync(out, { recursive: true, force: true });
      forgetManifests();
      return keelson(programs.keelson, out);
    });
    const charts = await median(RUNS, () => measure(upstreamBin('cdk8s'), ['synth'], { cwd: programs.upstream, env }));
    const stacks = await median(RUNS, () => measure(upstreamBin('cdktf'), ['synth'], { cwd: programs.upstream, env }));
    const bareCharts = await median(RUNS, () => measure(tsx, ['charts.ts'], { cwd: programs.upstream, env }));
    const bareStacks = await median(RUNS, () => measure(tsx, ['stacks.ts'], { cwd: programs.upstream, env }));
    console.log(
      `${name}: keelson ${ours.seconds.toFixed(3)} s, into an empty folder ${anew.seconds.toFixed(3)} s; cdk8s synth ${charts.seconds.toFixed(3)} s, cdktf synth ${stacks.seconds.toFixed(3)} s; without a CLI ${bareCharts.seconds.toFixed(3)} s and ${bareStacks.seconds.toFixed(3)} s`,
    );
    figures.push({ name: `ratio_to_upstream_clis ${name}`, value: ours.seconds / sum(charts, stacks), unit: 'ratio', target: 0.1 });
    figures.push({ name: `ratio_to_upstream_clis ${name}, first`, value: anew.seconds / sum(charts, stacks), unit: 'ratio' });
    figures.push({ name: `ratio_to_bare_programs ${name}`, value: ours.seconds / sum(bareCharts, bareStacks), unit: 'ratio', target: 1 });
    memory.push(ours.peakMb ?? 0);
  }
  figures.push({ name: 'peak_memory_mb', value: Math.max(...memory), unit: 'MB', target: 250 });
  const { marginal, whole } = await spread();
  figures.push({ name: 'cost_per_object_spread', value: marginal, unit: 'max/min - 1', target: 0.3 });
  figures.push({ name: 'cost_per_object_spread with start-up', value: whole, unit: 'max/min - 1' });
  figures.push({ name: 'quickstart_cold_s', value: (await median(RUNS, coldQuickstart)).seconds, unit: 's', target: 1 });
  report(figures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Cost per object and resource, of a first synth into an empty folder, at three sizes: what a whole run takes, less what a program
 * of one object and one resource takes, since starting costs the same at every size.
 */
async function spread(): Promise<{ marginal: number; whole: number }> {
  const first = async (objects: number, resources: number): Promise<{ run: Run; again: Run }> => {
    const { keelson: directory, name } = generated(folder, objects, resources);
    const out = join(folder, name, 'first');
    await keelson(directory, out);
    const run = await median(RUNS, () => {
      // Nothing is known of an output that is not there: neither its files nor the digests of its manifests.
      rmSync(out, { recursive: true, force: true });
      forgetManifests();
      return keelson(directory, out);
    });
    return { run, again: await median(RUNS, () => keelson(directory, out)) };
  };
  const { run: start } = await first(1, 1);
  console.log(`1 object, 1 resource: ${start.seconds.toFixed(2)} s`);
  const costs: { marginal: number; whole: number }[] = [];
  for (const [objects, resources] of [
    [1000, 200],
    [5000, 1000],
    [20_000, 4000],
  ] as const) {
    const { run, again } = await first(objects, resources);
    const each = (seconds: number): number => (seconds * 1000) / (objects + resources);
    const cost = { marginal: each(run.seconds - start.seconds), whole: each(run.seconds) };
    console.log(
      `${objects} objects, ${resources} resources: first ${run.seconds.toFixed(2)} s (${cost.marginal.toFixed(3)} ms each beside the start, ${cost.whole.toFixed(3)} with it, ${run.peakMb?.toFixed(0)} MB), unchanged ${again.seconds.toFixed(2)} s`,
    );
    costs.push(cost);
  }
  const ratio = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;
  return { marginal: ratio(costs.map((cost) => cost.marginal)), whole: ratio(costs.map((cost) => cost.whole)) };
}

/** Removes what is known of manifests, and leaves the compiled programs. */
function forgetManifests(): void {
  const cached = join(root, 'node_modules', '.cache', 'keelson');
  for (const name of readdirSync(cached)) if (name.startsWith('manifests-')) rmSync(join(cached, name));
}

/** The quickstart with nothing compiled before. */
function coldQuickstart(): Promise<Run> {
  const empty = mkdtempSync(join(folder, 'cold-'));
  return measure(process.execPath, [join(root, 'dist/cli/synth.js'), join(root, 'examples/quickstart'), '--out', join(empty, 'deploy')], {
    cwd: root,
    env: { ...env, KEELSON_CACHE_DIR: join(empty, 'cache') },
  });
}

function useTsx(upstream: string): void {
  for (const file of ['cdk8s.yaml', 'cdktf.json'])
    writeFileSync(join(upstream, file), readFileSync(join(upstream, file), 'utf8').replace('TSX', tsx));
}

async function upstreamOnce({ upstream }: Programs): Promise<void> {
  await measure(upstreamBin('cdk8s'), ['synth'], { cwd: upstream, env });
  await measure(upstreamBin('cdktf'), ['synth'], { cwd: upstream, env });
}

/** The rivals make as many objects of each kind, and as many resources of each type, as Keelson. */
function sameOutput({ name, upstream }: Programs, out: string): void {
  const assembly = readAssembly(directorySource(out));
  const kinds = [...assembly.objects.values()].map((object) => `${object.kind} ${object.metadata.name}`);
  const rivalKinds = readdirSync(join(upstream, 'dist')).flatMap((file) =>
    parseAllDocuments(readFileSync(join(upstream, 'dist', file), 'utf8')).map(
      (document) => `${document.get('kind')} ${document.getIn(['metadata', 'name'])}`,
    ),
  );
  const types = [...assembly.units.values()].flatMap((unit) =>
    unit.plane === 'terraform' ? unit.resources.map((resource) => resource.address.split('.')[0] ?? '') : [],
  );
  const stacks = join(upstream, 'cdktf.out/stacks');
  const rivalTypes = readdirSync(stacks).flatMap((stack) => {
    const { resource = {} } = JSON.parse(readFileSync(join(stacks, stack, 'cdk.tf.json'), 'utf8')) as { resource?: Record<string, object> };
    return Object.entries(resource).flatMap(([type, bodies]) => Object.keys(bodies).map(() => type));
  });
  for (const [ours, theirs] of [
    [kinds, rivalKinds],
    [types, rivalTypes],
  ] as const) {
    if (JSON.stringify([...ours].sort()) !== JSON.stringify([...theirs].sort()))
      throw new Error(`${name}: the programs do not make the same (${ours.length} and ${theirs.length})`);
  }
}

function version(bin: 'cdk8s' | 'cdktf' | 'tsx'): string {
  return spawnSync(upstreamBin(bin), ['--version'], { encoding: 'utf8', env }).stdout.trim().split('\n')[0] ?? '';
}
