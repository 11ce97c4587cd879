import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { root } from '../../support/root.ts';
import { upstreamBin } from '../../support/upstream/install.ts';
import { inTurns, measure, median, type Run } from '../measure.ts';
import { type Figure, report } from '../report.ts';
import { generated, inferencePlatform, onlineBoutique, type Programs } from './programs.ts';

/*
 * Keelson's synth against `cdk8s synth` and `cdktf synth` on programs of equal output, in one run and in turns. All are started by
 * their programs in node_modules/.bin; npx would cost each half a second more. Keelson's states: `again` is the usual one, and the
 * one that is compared, since the rivals run again as well: everything is cached and the output is there and unchanged; `first`
 * writes the whole output into an empty folder, with the compiled program cached and no manifest known; `cold` has nothing cached.
 */
const RUNS = 5;
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'bench-synth-'));
const compiled = join(folder, 'cache');
const env = { ...process.env, CHECKPOINT_DISABLE: '1', CI: '1', KEELSON_CACHE_DIR: compiled };
const tsx = upstreamBin('tsx');
const sum = (...runs: Run[]): number => runs.reduce((total, run) => total + run.seconds, 0);
const keelson = (directory: string, out: string) =>
  measure(process.execPath, [join(root, 'dist/cli/synth.js'), directory, '--out', out], { cwd: directory, env });

const figures: Figure[] = [];
try {
  console.log(`cdk8s ${version('cdk8s')}, cdktf ${version('cdktf')}, tsx ${version('tsx')}; medians of ${RUNS}, in turns`);
  const memory: number[] = [];
  for (const programs of [onlineBoutique(folder), inferencePlatform(folder), generated(folder, 1000, 200)]) {
    const { name, upstream } = programs;
    useTsx(upstream);
    const out = join(folder, name, 'deploy');
    await keelson(programs.keelson, out);
    await upstreamOnce(programs);
    sameOutput(programs, out);
    const upstreamRun = (bin: string, arg: string) => () => measure(bin, [arg], { cwd: upstream, env });
    const { first, again, ...rivals } = await inTurns(RUNS, {
      first: () => keelsonFirst(programs.keelson, out),
      again: () => keelson(programs.keelson, out),
      charts: upstreamRun(upstreamBin('cdk8s'), 'synth'),
      stacks: upstreamRun(upstreamBin('cdktf'), 'synth'),
      bareCharts: upstreamRun(tsx, 'charts.ts'),
      bareStacks: upstreamRun(tsx, 'stacks.ts'),
    });
    const { charts, stacks, bareCharts, bareStacks } = rivals;
    console.log(
      `${name}: keelson again ${s(again)}, first ${s(first)}; cdk8s synth ${s(charts)}, cdktf synth ${s(stacks)}; without a CLI ${s(bareCharts)} and ${s(bareStacks)}`,
    );
    const ratio = (label: string, run: Run, ...others: Run[]) => ({
      name: `${label} ${name}`,
      value: run.seconds / sum(...others),
      unit: 'ratio',
    });
    figures.push({ ...ratio('ratio_to_upstream_clis', again, charts, stacks), target: 0.1 });
    figures.push(ratio('ratio_to_upstream_clis, first,', first, charts, stacks));
    figures.push({ ...ratio('ratio_to_bare_programs', again, bareCharts, bareStacks), target: 1 });
    memory.push(first.peakMb ?? 0, again.peakMb ?? 0);
  }
  figures.push({ name: 'peak_memory_mb', value: Math.max(...memory), unit: 'MB', target: 250 });
  const { marginal, further, whole } = await spread();
  figures.push({ name: 'cost_per_object_spread', value: marginal, unit: 'max/min - 1', target: 0.3 });
  figures.push({ name: 'cost_per_object_spread, of the objects that a size adds', value: further, unit: 'max/min - 1', target: 0.3 });
  figures.push({ name: 'cost_per_object_spread, start included', value: whole, unit: 'max/min - 1' });
  figures.push({ name: 'quickstart_cold_s', value: (await median(RUNS, coldQuickstart)).seconds, unit: 's', target: 1 });
  report(figures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Cost per object and resource of a first synth at three sizes. "Flat" and "linear" are said of what an object adds, so the figure
 * is the marginal cost: a whole run, less that of a program of one object and one resource, since starting costs the same at
 * every size. It still falls, since the first thousand objects warm the program up; what a size adds to the one before tells
 * whether anything grows. With the start included, the spread says how long the start is.
 */
async function spread(): Promise<{ marginal: number; further: number; whole: number }> {
  const program = (objects: number, resources: number) => {
    const { keelson: directory, name } = generated(folder, objects, resources);
    const out = join(folder, name, 'deploy');
    return { first: () => keelsonFirst(directory, out), again: () => keelson(directory, out), count: objects + resources };
  };
  const [start, small, medium, large] = [program(1, 1), program(1000, 200), program(5000, 1000), program(20_000, 4000)];
  const first = await inTurns(RUNS, { start: start.first, small: small.first, medium: medium.first, large: large.first });
  const again = await inTurns(RUNS, { start: start.again, small: small.again, medium: medium.again, large: large.again });
  console.log(`1 object and 1 resource: first ${s(first.start)}, again ${s(again.start)}`);
  const costs = (
    [
      ['small', small],
      ['medium', medium],
      ['large', large],
    ] as const
  ).map(([size, { count }]) => {
    const each = (seconds: number): number => (seconds * 1000) / count;
    const cost = { marginal: each(first[size].seconds - first.start.seconds), whole: each(first[size].seconds) };
    console.log(
      `${count} objects and resources: first ${s(first[size])} (${cost.marginal.toFixed(3)} ms each beside the start, ${cost.whole.toFixed(3)} with it, ${first[size].peakMb?.toFixed(0)} MB), again ${s(again[size])}`,
    );
    return cost;
  });
  const ratio = (values: readonly number[]): number => Math.max(...values) / Math.min(...values) - 1;
  const added = (from: 'small' | 'medium', to: 'medium' | 'large', count: number): number =>
    ((first[to].seconds - first[from].seconds) * 1000) / count;
  const further = [added('small', 'medium', medium.count - small.count), added('medium', 'large', large.count - medium.count)];
  console.log(`each object that a size adds: ${further.map((cost) => cost.toFixed(3)).join(' and ')} ms`);
  return { marginal: ratio(costs.map((cost) => cost.marginal)), further: ratio(further), whole: ratio(costs.map((cost) => cost.whole)) };
}

/**
 * A first synth, into a folder of its own: neither its files nor the digests of its manifests are known. A folder that has just
 * been emptied would not do, since ext4 is many times slower to make files where thousands were removed a moment ago.
 */
function keelsonFirst(directory: string, out: string): Promise<Run> {
  forgetManifests();
  return keelson(directory, mkdtempSync(`${out}-`));
}

function s({ seconds }: Run): string {
  return `${seconds.toFixed(3)} s`;
}

/** Removes what is known of manifests, and leaves the compiled programs. */
function forgetManifests(): void {
  if (!existsSync(compiled)) return;
  for (const name of readdirSync(compiled)) if (name.startsWith('manifests-')) rmSync(join(compiled, name));
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
