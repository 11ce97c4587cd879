import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applySetId } from '../../../lib/assembly/apply-set.ts';
import { assembly, type TestUnit } from '../../support/assembly.ts';
import { root } from '../../support/root.ts';
import { findTool, terraformEnv } from '../../terraform/harness/tools.ts';
import { removeSandbox, startSandbox } from '../built.ts';
import { measure } from '../measure.ts';
import { option } from '../options.ts';
import { type Figure, report } from '../report.ts';

/**
 * Runs over the units of both planes: a no-op pass, what Keelson adds to plain runs of Terraform, and independent units at once
 * against one after another. Each Terraform unit has a resource that takes a second to be made, as a quick one of a cloud does.
 * usage: npm run bench:reconcile [-- --json FILE] [--units 20] [--rounds 3]
 */
const units = option('--units', 20);
const rounds = option('--rounds', 3);
const SECONDS = 1;
const found = findTool('tofu') ?? findTool('terraform');
if (!found) throw new Error('there is no tofu and no terraform on this machine');
const tool = found;
const bin = join(root, 'dist/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'keelson-bench-'));
const sandbox = `bench-${process.pid}`;
console.log(`${tool.name} ${tool.version}, ${units} units`);

interface Round {
  readonly plain: number;
  readonly serial: number;
  readonly parallel: number;
  readonly noop: number;
  /** Processes of Terraform that the no-op pass started. */
  readonly processes: number;
}

try {
  const { kubeconfig } = await startSandbox({ name: sandbox, controllers: false });
  const done: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await runRound(round, kubeconfig);
    console.log(
      `round ${round}: ${Object.entries(one)
        .map(([name, value]) => `${name} ${value.toFixed(1)}`)
        .join(', ')}`,
    );
    done.push(one);
  }
  const of = (pick: (round: Round) => number): number => median(done.map(pick));
  const figures: Figure[] = [
    { name: 'noop_20_units_s', value: of((one) => one.noop), unit: 's', target: 2 },
    { name: 'noop_terraform_processes', value: Math.max(...done.map((one) => one.processes)), unit: 'processes', target: 0 },
    { name: 'plain_terraform_s', value: of((one) => one.plain), unit: 's' },
    { name: 'one_after_another_s', value: of((one) => one.serial), unit: 's' },
    { name: 'overhead_to_terraform', value: of((one) => one.serial / one.plain - 1), unit: 'ratio', target: 0.1 },
    { name: 'parallel_s', value: of((one) => one.parallel), unit: 's' },
    { name: 'parallel_to_one_after_another', value: of((one) => one.parallel / one.serial), unit: 'ratio' },
  ];
  report(figures);
} finally {
  await removeSandbox(sandbox);
  rmSync(folder, { recursive: true, force: true });
}

async function runRound(round: number, kubeconfig: string): Promise<Round> {
  const stacks = Object.fromEntries(Array.from({ length: units }, (_, i) => [`dev/terraform.s${i}`, stack(`s${i}`)]));
  const plain = await plainRuns(join(folder, `plain-${round}`));
  const serial = await keelson(join(folder, `serial-${round}`), stacks, '--parallel', '1');
  const parallel = await keelson(join(folder, `parallel-${round}`), stacks, '--parallel', String(units));
  // Half of the units of each plane, in pairs: a Kubernetes unit takes a value of its Terraform unit.
  const both = join(folder, `both-${round}`);
  const mixed = { ...Object.fromEntries(Object.entries(stacks).slice(0, units / 2)), ...objects('bench') };
  await keelson(both, mixed, '--kubeconfig', kubeconfig);
  writeFileSync(join(both, 'calls'), '');
  const noop = await keelson(both, mixed, '--kubeconfig', kubeconfig);
  const calls = readFileSync(join(both, 'calls'), 'utf8').split('\n').filter(Boolean);
  return { plain, serial, parallel, noop, processes: calls.length };
}

/** `keelson apply` of some units, with a home of its own and a Terraform whose calls are noted. @returns seconds */
async function keelson(place: string, content: Readonly<Record<string, TestUnit>>, ...more: readonly string[]): Promise<number> {
  if (!existsSync(place)) write(place, content);
  const fixed = ['apply', '--timeout', '0', '--policy', 'policy.json', '--terraform', join(place, 'terraform'), '--output', 'json'];
  const env = { ...terraformEnv(), XDG_STATE_HOME: join(place, 'home') };
  return (await measure(process.execPath, [bin, ...fixed, ...more], { cwd: place, env })).seconds;
}

function write(place: string, content: Readonly<Record<string, TestUnit>>): void {
  for (const [path, text] of assembly(content).files) {
    const file = join(place, 'deploy', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(join(place, 'main.ts'), '');
  const terraform = { providers: [], backends: ['local'], localStates: join(place, 'states'), programs: true };
  writeFileSync(join(place, 'policy.json'), JSON.stringify({ version: 1, units: [{ match: '*', terraform }] }));
  writeFileSync(join(place, 'terraform'), `#!/bin/sh\necho "$*" >> ${join(place, 'calls')}\nexec ${tool.file} "$@"\n`);
  chmodSync(join(place, 'terraform'), 0o755);
}

/** What somebody would run for each unit by hand. @returns seconds of all together */
async function plainRuns(place: string): Promise<number> {
  let seconds = 0;
  for (let i = 0; i < units; i++) {
    const cwd = join(place, `s${i}`);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'cdk.tf.json'), JSON.stringify(stack(`s${i}`).stack));
    const run = async (...command: readonly string[]): Promise<void> => {
      seconds += (await measure(tool.file, command, { cwd, env: terraformEnv() })).seconds;
    };
    await run('init', '-input=false');
    await run('plan', '-input=false', '-out=plan.bin');
    await run('apply', '-input=false', 'plan.bin');
  }
  return seconds;
}

function stack(name: string): TestUnit {
  return {
    stack: {
      terraform: { backend: { local: { path: `${name}.tfstate` } } },
      resource: { terraform_data: { x: { input: name, provisioner: [{ 'local-exec': { command: `sleep ${SECONDS}` } }] } } },
      output: { name: { value: '${terraform_data.x.output}' } },
    },
    outputs: { name: { type: 'string' } },
  };
}

function objects(namespace: string): Record<string, TestUnit> {
  const labelled = (unit: string, name: string, more: object) => ({
    metadata: { name, labels: { 'applyset.kubernetes.io/part-of': applySetId(`acme/dev/main/${unit}`) }, ...more },
  });
  const spaces = 'dev/kubernetes.main.namespaces';
  const pairs = Array.from({ length: units / 2 - 1 }, (_, i): [string, TestUnit] => {
    const from = `dev/terraform.s${i}`;
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', data: { name: 'x' }, ...labelled(`k${i}`, `c${i}`, { namespace }) };
    return [
      `dev/kubernetes.main.k${i}`,
      {
        objects: [{ manifest, bindings: { '/data/name': { parts: [{ unit: from, output: 'name', type: 'string' }] } } }],
        dependsOn: [
          { unit: spaces, reasons: ['namespace'] },
          { unit: from, reasons: ['binding'] },
        ],
      },
    ];
  });
  return {
    [spaces]: { objects: [{ apiVersion: 'v1', kind: 'Namespace', ...labelled('namespaces', namespace, {}) }] },
    ...Object.fromEntries(pairs),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
