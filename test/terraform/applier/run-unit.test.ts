import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TERRAFORM_RULES, type TerraformRules } from '../../../lib/apply/policy/terraform-rules.ts';
import { findTerraform } from '../../../lib/apply/terraform/runner/find-program.ts';
import { planTerraform } from '../../../lib/apply/terraform/unit/plan-unit.ts';
import type { TerraformContext, TerraformUnit } from '../../../lib/apply/terraform/unit/session.ts';
import { temporaryFolder } from '../../support/run.ts';
import { findTool, type ToolName } from '../harness/tools.ts';

const KEY = 'shop/prod/terraform/data';
const TOOLS: readonly ToolName[] = ['terraform', 'tofu'];

describe.each(TOOLS)('a unit that %s runs', (name) => {
  const tool = findTool(name);
  const test = (what: string, run: (setup: Setup) => Promise<void>): void => {
    it(what, { timeout: 120_000 }, async (context) => {
      if (!tool) return context.skip(`no ${name} on this machine`);
      const home = join(temporaryFolder(), 'home');
      const states = temporaryFolder();
      const environment = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' };
      const program = await findTerraform(tool.file, environment);
      await run({
        home,
        states,
        state: () => JSON.parse(readFileSync(join(states, 'shop/prod/data.tfstate'), 'utf8')),
        context: (rules = {}, more = {}) => ({
          program,
          rules: { ...DEFAULT_TERRAFORM_RULES, backends: ['local'], localStates: states, ...rules },
          home,
          environment,
          ...more,
        }),
      });
    });
  };

  test('is planned, applied as planned, and then has nothing to do', async ({ context, state, home }) => {
    const plan = await planTerraform(unit({ input: 'a' }), context());
    expect(plan.changes.resources).toMatchObject([{ address: 'terraform_data.x', action: 'create' }]);
    expect(plan.state).toBeUndefined();
    expect(await plan.apply()).toEqual({ id: { value: 'a', sensitive: false } });
    plan.close();
    const again = await planTerraform(unit({ input: 'a' }), context());
    expect(again.changes).toEqual({ resources: [], outputs: [] });
    expect(again.outputs).toEqual({ id: { value: 'a', sensitive: false } });
    expect(again.state).toEqual({ lineage: state().lineage, serial: state().serial });
    again.close();
    expect(readdirSync(join(home, 'work'))).toEqual([]);
  });

  test('is not touched when its state changed after the plan (case 38)', async ({ context, state }) => {
    const first = await planTerraform(unit({ input: 'a' }), context());
    const second = await planTerraform(unit({ input: 'b' }), context());
    await second.apply();
    await expect(first.apply()).rejects.toThrow(/KS8058 prod\/terraform\.data/);
    expect(state().outputs.id.value).toBe('b');
    first.close();
    second.close();
  });

  test('saves its state and gives back its lock when it is asked to end (case 36)', async ({ context, state, states }) => {
    const abort = new AbortController();
    const started = join(states, 'started');
    const slow = withProvisioner(`touch ${started}; sleep 1; touch ${started}-over; sleep 60`);
    const plan = await planTerraform(slow, context({ programs: true }, { signal: abort.signal, graceMs: 1000 }));
    const done = plan.apply();
    await exists(started);
    abort.abort();
    await expect(done).rejects.toThrow(/KS8057 prod\/terraform\.data: apply was cancelled/);
    plan.close();
    expect(state().resources.map(({ name }: { name: string }) => name)).toContain('first');
    expect(existsSync(join(states, 'shop/prod/.data.tfstate.lock.info'))).toBe(false);
  });

  test('leaves no child when it is killed, and waits for a person (case 37)', async ({ context, states }) => {
    const started = join(states, 'started');
    const slow = withProvisioner(`echo $PPID > ${started}.tmp; mv ${started}.tmp ${started}; exec sleep 600.25`);
    const plan = await planTerraform(slow, context({ programs: true }));
    const done = plan.apply();
    await exists(started);
    process.kill(Number(readFileSync(started, 'utf8')), 'SIGKILL');
    await expect(done).rejects.toThrow(/KS8057 prod\/terraform\.data: apply was killed by something else/);
    plan.close();
    expect(processes('sleep 600.25')).toEqual([]);
    await expect(planTerraform(slow, context({ programs: true }))).rejects.toThrow(
      /KS8055 prod\/terraform\.data: directory \S+ applying\/shop\/prod\/terraform\/data\.json: process \d+ of \S+ was at .*terraform_data\.slow since \S+, which .* not in the state/,
    );
  });

  test('keeps a state that its backend does not take, and is not applied again (case 40)', async ({ context, home }) => {
    const backend = await refusingBackend();
    const body = { ...stack('a'), terraform: { backend: { http: { address: backend.address } } } };
    const broken = { ...unit({ input: 'a' }), files: new Map([['cdk.tf.json', JSON.stringify(body)]]) };
    const rules = { backends: ['http'], endpoints: [backend.address] };
    const plan = await planTerraform(broken, context(rules));
    await expect(plan.apply()).rejects.toThrow(/KS8056 prod\/terraform\.data: the state of an earlier apply is in .*errored\.tfstate/);
    plan.close();
    const kept = join(home, 'terraform', KEY, 'errored.tfstate');
    expect(JSON.parse(readFileSync(kept, 'utf8')).resources).not.toEqual([]);
    await expect(planTerraform(broken, context(rules))).rejects.toThrow(/KS8056/);
    await backend.close();
  });

  test('runs nothing that the policy denies, not even init (bad input 12)', async ({ context, home }) => {
    await expect(planTerraform(withProvisioner('id'), context())).rejects.toThrow(
      /KS8050 .*terraform_data\.slow has a provisioner local-exec/,
    );
    expect(existsSync(join(home, 'work'))).toBe(false);
  });

  test('takes no module from elsewhere, whatever its address looks like (bad input 14)', async ({ context, home }) => {
    for (const source of [
      'git::https://example.com/evil.git',
      'git::ssh://git@example.com/evil.git?ref=main',
      'github.com/acme/evil',
      '../../evil',
      'acme/vpc/aws//../../evil',
    ]) {
      const body = { ...stack('a'), module: { m: { source } } };
      const files = new Map([['cdk.tf.json', JSON.stringify(body)]]);
      await expect(planTerraform({ ...unit({ input: 'a' }), files }, context()), source).rejects.toThrow(
        /KS8050 prod\/terraform\.data.*module/,
      );
    }
    expect(existsSync(join(home, 'work'))).toBe(false);
  });

  test('has a clean folder: files of Terraform and of others are refused (bad input 13)', async ({ context }) => {
    for (const path of [
      '.terraform/providers/evil',
      'terraform.tfvars',
      'evil.auto.tfvars.json',
      'assets/.terraform/x',
      'z_override.tf.json',
      'main.tf',
    ]) {
      const files = new Map([...unit({ input: 'a' }).files, [path, '{}']]);
      await expect(planTerraform({ ...unit({ input: 'a' }), files }, context())).rejects.toThrow(`KS8051 prod/terraform.data (${path}:1)`);
    }
  });

  test('does not write to the lock of the providers (bad input 13)', async ({ context, states }) => {
    mkdirSync(join(states, 'mirror'));
    const lock =
      'provider "registry.terraform.io/hashicorp/null" {\n  version = "3.2.4"\n  hashes = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]\n}\n';
    const body = { ...stack('a'), terraform: { ...stack('a').terraform, required_providers: { null: { source: 'hashicorp/null' } } } };
    const files = new Map([
      ['cdk.tf.json', JSON.stringify({ ...body, resource: { ...body.resource, null_resource: { a: {} } } })],
      ['.terraform.lock.hcl', lock],
    ]);
    const args = { initArgs: [`-plugin-dir=${join(states, 'mirror')}`] };
    await expect(planTerraform({ ...unit({ input: 'a' }), files }, context({}, args))).rejects.toThrow(
      /KS8053 prod\/terraform\.data: init ended with 1/,
    );
  });

  test('has values of variables, and shows no secret one in plans and messages', async ({ context }) => {
    const secret = { variables: { token: 's3cr3t-value' }, secrets: ['s3cr3t-value'] };
    const variable = (sensitive: boolean) => ({ token: { type: 'string', sensitive } });
    const masked = { ...stack('${var.token}'), variable: variable(true), output: undefined };
    const plan = await planTerraform(
      { ...unit({ input: '' }), ...secret, files: new Map([['cdk.tf.json', JSON.stringify(masked)]]) },
      context(),
    );
    expect(plan.changes.resources[0]?.fields).toContainEqual({ pointer: '/input', name: 'input', after: '(sensitive)' });
    expect(JSON.stringify(plan.changes)).not.toContain('s3cr3t');
    await plan.apply();
    plan.close();
    // The state has it in an output of the resource, which Terraform does not mark.
    const next = { variables: { token: 'n3xt-value' }, secrets: ['n3xt-value'] };
    const files = new Map([['cdk.tf.json', JSON.stringify(masked)]]);
    const again = await planTerraform({ ...unit({ input: '' }), ...next, files }, context());
    expect(again.changes.resources[0]?.fields).toContainEqual({
      pointer: '/output',
      name: 'output',
      before: '(sensitive)',
      after: '(known after apply)',
    });
    expect(JSON.stringify(again.changes)).not.toMatch(/s3cr3t|n3xt/);
    again.close();
    const failing = withProvisioner('echo ${var.token}; exit 7');
    const body = { ...JSON.parse(failing.files.get('cdk.tf.json') as string), variable: variable(false) };
    const wrong = await planTerraform(
      { ...failing, ...secret, files: new Map([['cdk.tf.json', JSON.stringify(body)]]) },
      context({ programs: true }),
    );
    const error = await wrong.apply().catch((caught: Error) => caught.message);
    expect(error).toMatch(
      /^KS8053 prod\/terraform\.data terraform_data\.slow .*: apply: local-exec provisioner error: .*echo \(redacted\); exit 7.* exit status 7/,
    );
    expect(error).not.toContain('s3cr3t');
    wrong.close();
  });

  test('is read also when a warning stands before what a command prints', async ({ context, states, state }) => {
    const environment = { ...process.env, TF_CLI_CONFIG_FILE: join(states, 'no-such-file') };
    const plan = await planTerraform(unit({ input: 'a' }), context({}, { environment }));
    expect(await plan.apply()).toEqual({ id: { value: 'a', sensitive: false } });
    expect(plan.stateAfter()).toEqual({ lineage: state().lineage, serial: state().serial });
    plan.close();
  });

  test('tells what it is warned of while it runs, once, without secrets', async ({ context }) => {
    const check = {
      always: { assert: { condition: '${terraform_data.x.input == "b"}', error_message: 'The token s3cr3t-value is old,\nrenew it.' } },
    };
    const body = { ...stack('a'), check };
    const told: string[] = [];
    const plan = await planTerraform(
      { ...unit({ input: '' }), secrets: ['s3cr3t-value'], files: new Map([['cdk.tf.json', JSON.stringify(body)]]) },
      context({}, { notify: (line) => told.push(line) }),
    );
    await plan.apply();
    plan.close();
    const warnings = told.filter((line) => line.startsWith('warning: '));
    expect(warnings).toEqual([
      expect.stringMatching(/^warning: Check block assertion failed: The token \(redacted\) is old, renew it\. \(cdk\.tf\.json:1\)/),
    ]);
  });

  test('gets nothing of the environment but what it needs', async ({ context, states }) => {
    const seen = join(states, 'environment');
    const environment = {
      PATH: process.env.PATH,
      HOME: states,
      AWS_SECRET_ACCESS_KEY: 'x',
      TF_VAR_input: 'y',
      TF_CLI_ARGS: '-bogus',
      SECRET: 'z',
    };
    const credentials = { plan: async () => ({ AWS_ACCESS_KEY_ID: 'plan' }), apply: async () => ({ AWS_ACCESS_KEY_ID: 'apply' }) };
    const plan = await planTerraform(withProvisioner(`env > ${seen}`), context({ programs: true }, { environment, credentials }));
    await plan.apply();
    plan.close();
    const names = readFileSync(seen, 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(readFileSync(seen, 'utf8')).toContain('AWS_ACCESS_KEY_ID=apply');
    expect(names).not.toContain('AWS_SECRET_ACCESS_KEY');
    expect(names).not.toContain('SECRET');
    expect(names.filter((one) => one?.startsWith('TF_CLI_ARGS') || one?.startsWith('TF_VAR_'))).toEqual([]);
  });

  test('shows no credentials of its own, whatever fails (bad input 19)', async ({ context }) => {
    const secret = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY';
    const own = async () => ({ AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: `${secret}-token` });
    const plan = await planTerraform(
      withProvisioner('echo "no: $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN" >&2; exit 1'),
      context({ programs: true }, { credentials: { plan: own, apply: own } }),
    );
    const error = await plan.apply().then(
      () => 'it was applied',
      (failure: unknown) => String((failure as Error).message),
    );
    plan.close();
    expect(error).toContain('no: (redacted)');
    expect(error).not.toContain(secret);
  });

  test('is destroyed, and its state is empty', async ({ context, state }) => {
    const plan = await planTerraform(unit({ input: 'a' }), context());
    await plan.apply();
    plan.close();
    const end = await planTerraform(unit({ input: 'a' }), context(), { destroy: true });
    expect(end.changes.resources).toMatchObject([{ address: 'terraform_data.x', action: 'delete' }]);
    await end.apply();
    end.close();
    expect(state().resources).toEqual([]);
  });
});

interface Setup {
  readonly home: string;
  readonly states: string;
  readonly state: () => { lineage: string; serial: number; outputs: { id: { value: string } }; resources: { name: string }[] };
  readonly context: (rules?: Partial<TerraformRules>, more?: Partial<TerraformContext>) => TerraformContext;
}

function stack(input: string) {
  return {
    terraform: { backend: { local: { path: 'data.tfstate' } } },
    resource: { terraform_data: { x: { input } } },
    output: { id: { value: '${terraform_data.x.output}' } },
  };
}

function unit({ input }: { readonly input: string }): TerraformUnit {
  return { unit: 'prod/terraform.data', key: KEY, files: new Map([['cdk.tf.json', JSON.stringify(stack(input))]]), variables: {} };
}

/** A resource that is made at once, and one whose provisioner runs a command of the shell after it. */
function withProvisioner(command: string): TerraformUnit {
  const slow = { depends_on: ['terraform_data.first'], input: 'b', provisioner: [{ 'local-exec': { command } }] };
  const body = { terraform: stack('a').terraform, resource: { terraform_data: { first: { input: 'a' }, slow } } };
  return { ...unit({ input: 'a' }), files: new Map([['cdk.tf.json', JSON.stringify(body)]]) };
}

async function exists(file: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (!existsSync(file)) {
    if (performance.now() > end) throw new Error(`${file} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function processes(command: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim() === command);
}

/** A backend that has no state, and takes none. */
async function refusingBackend(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => response.writeHead(request.method === 'GET' ? 404 : 507).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/state`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
