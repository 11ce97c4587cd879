import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import { Planes } from '../../cluster/support/planes.ts';
import { bin } from '../../cluster/support/program.ts';
import { temporaryFolder } from '../../support/run.ts';
import { FAKE_BACKEND } from '../harness/apply.ts';
import { startMoto } from '../harness/moto.ts';
import { findTool, onPath, type ToolName } from '../harness/tools.ts';

const KEY = 'shop/dev/terraform/data';
const LOCK = '/keelson-state/shop/dev/data.tfstate.tflock';

describe.each(['terraform', 'tofu'] as const)('case 39: a lock of %s in S3 whose holder was killed', (name) => {
  it('is taken away when it is that of an applier that is dead, and only reported otherwise', async (context) => {
    const { planes, moto, folder, env } = await setUp(context, name);
    const record = join(folder, 'releases', 'applying', `${KEY}.json`);
    const stored = (): Record<string, unknown> => JSON.parse(readFileSync(record, 'utf8')) as Record<string, unknown>;
    const apply = (...more: string[]): Running => keelson(folder, env, planes, 'apply', ...more);
    const resources = async (): Promise<string[]> => {
      const { resources: all } = (await (await moto.fetch('/keelson-state/shop/dev/data.tfstate')).json()) as {
        resources: { name: string }[];
      };
      return all.map((one) => one.name).sort();
    };
    const write = (more: object): void => void planes.write(unit(more));

    write({});
    expect(await apply().ended).toMatchObject({ code: 0 });
    const [started, go] = [join(folder, 'started'), join(folder, 'go')];
    context.onTestFinished(() => writeFileSync(go, ''));
    const command = `echo $PPID > ${started}.new; mv ${started}.new ${started}; until [ -f ${go} ]; do sleep 0.05; done`;
    const slow = {
      slow: {
        depends_on: ['terraform_data.first'],
        input: 'x',
        provisioner: [{ 'local-exec': { command, when: 'create' } }],
      },
    };
    write(slow);
    const killed = apply();
    await vi.waitUntil(() => existsSync(started), { timeout: 60_000, interval: 20 });
    const lock = (await (await moto.fetch(LOCK)).json()) as { readonly ID: string };
    await vi.waitUntil(() => stored()['lockId'] === lock.ID, { timeout: 20_000, interval: 50 });
    const { terraform, holder } = stored() as { terraform: { pid: number }; holder: { pid: number; bootId: string } };
    expect([holder.pid, terraform.pid]).toEqual([killed.child.pid, Number(readFileSync(started, 'utf8'))]);
    killed.child.kill('SIGKILL');
    await killed.ended;
    process.kill(-terraform.pid, 'SIGKILL');
    await vi.waitUntil(() => !existsSync(`/proc/${terraform.pid}`), { timeout: 10_000, interval: 20 });
    expect((await moto.fetch(LOCK)).status).toBe(200);

    // One of another machine may be alive, for all that is known here; so may one whose lock has another id.
    const record39 = readFileSync(record, 'utf8');
    const elsewhere = { ...stored(), holder: { ...holder, bootId: '11111111-2222-4333-8444-555555555555' } };
    writeFileSync(record, JSON.stringify(elsewhere));
    const reported = /KS8054 dev\/terraform\.data: \S+ has it for OperationTypeApply since \S+.* \(lock /;
    expect((await apply().ended).stderr).toMatch(reported);
    writeFileSync(record, JSON.stringify({ ...JSON.parse(record39), lockId: '99999999-2222-4333-8444-555555555555' }));
    expect((await apply().ended).stderr).toMatch(reported);
    expect((await (await moto.fetch(LOCK)).json()) as object).toMatchObject({ ID: lock.ID });

    // A plan takes nothing away; the next apply does, and then asks what became of what was under way (case 37).
    writeFileSync(record, record39);
    expect((await keelson(folder, env, planes, 'plan').ended).stderr).toMatch(reported);
    const asked = await apply().ended;
    expect(asked.stdout).toMatch(new RegExp(`took away lock ${lock.ID} of process ${holder.pid} of \\S+, which is dead`));
    expect(asked.stderr).toMatch(/KS8055 dev\/terraform\.data: .*terraform_data\.slow/);
    expect((await moto.fetch(LOCK)).status).toBe(404);
    expect(await resources()).not.toContain('slow');

    writeFileSync(go, '');
    const reviewed = await apply('--reviewed', 'terraform.data').ended;
    expect(reviewed).toMatchObject({ code: 0 });
    expect(await resources()).toEqual(['first', 'slow']);
    expect(existsSync(record)).toBe(false);
    expect((await moto.fetch(LOCK)).status).toBe(404);
  }, 240_000);
});

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function keelson(folder: string, env: NodeJS.ProcessEnv, planes: Planes, verb: string, ...more: readonly string[]): Running {
  const args = [verb, '--policy', planes.policy, '--terraform', planes.program, '--store', planes.releases, ...more];
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<Awaited<Running['ended']>>((resolve) =>
    // Terraform, which lives on, has no part in these pipes.
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })),
  );
  return { child, ended };
}

function unit(more: object) {
  const s3 = { bucket: 'keelson-state', key: 'shop/dev/data.tfstate', region: 'eu-central-1', use_lockfile: true, ...FAKE_BACKEND };
  return {
    'dev/terraform.data': {
      stack: { terraform: { backend: { s3 } }, resource: { terraform_data: { first: { input: 'a' }, ...more } } },
    },
  };
}

async function setUp(context: TestContext, name: ToolName) {
  const tool = findTool(name);
  if (!tool) return context.skip(`no ${name} on this machine`);
  const program = onPath('moto_server');
  if (program === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
  const folder = temporaryFolder();
  const moto = await startMoto({ moto: program, atEnd: (clean) => context.onTestFinished(clean) });
  const made = await moto.fetch('/keelson-state', {
    method: 'PUT',
    body: '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
  });
  expect(made.status).toBe(200);
  const planes = new Planes(folder, 'shop', tool);
  // Nobody waits for half a minute.
  const lines = ['#!/bin/sh', 'for a; do shift; [ "$a" = -lock-timeout=30s ] && a=-lock-timeout=1s; set -- "$@" "$a"; done'];
  writeFileSync(planes.program, readFileSync(planes.program, 'utf8').replace('#!/bin/sh', lines.join('\n')));
  const terraform = { providers: [], programs: true, stateBuckets: ['keelson-state'] };
  writeFileSync(planes.policy, JSON.stringify({ version: 1, store: { leaseSeconds: 5 }, units: [{ match: '*', terraform }] }));
  const state = join(folder, 'home');
  mkdirSync(state);
  return {
    planes,
    moto,
    folder,
    env: { ...process.env, ...moto.env, TF_CLI_CONFIG_FILE: '/dev/null', XDG_STATE_HOME: state, NO_COLOR: '1' },
  };
}
