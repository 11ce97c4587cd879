import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { knownResourceTypes, replacementOf } from '../../lib/facts/aws/replacement.ts';
import { run } from '../support/run.ts';
import { ARGUMENT_CHANGES } from './harness/argument-changes.ts';
import { machineFor } from './harness/machine.ts';
import { choose, writeMirror } from './harness/providers.ts';
import { terraformEnv } from './harness/tools.ts';

vi.setConfig({ testTimeout: 600_000 }); // starts the real provider

interface Case {
  readonly type: string;
  readonly path: string;
  readonly before: object;
  readonly after: object;
}

/** A resource for each change: the state has it as it was, the configuration as it is to be. */
const cases = new Map<string, Case>();
for (const [type, { base, prior, changes }] of Object.entries(ARGUMENT_CHANGES))
  for (const [path, before, after, without = []] of changes) {
    const own = Object.fromEntries(Object.entries(base).filter(([name]) => !without.includes(name)));
    const [argument = ''] = path.split('.');
    cases.set(`${type}.case_${cases.size}`, {
      type,
      path,
      before: { id: 'id-1', ...prior, ...own, [argument]: before },
      after: { ...own, [argument]: after },
    });
  }

test('the provider itself plans the replacements that the diff tells without it', async (context) => {
  const machine = machineFor(context);
  const provider = choose(machine.providers, 'hashicorp/aws', '6.25.0');
  if (!provider) throw new Error('machineFor found a provider');
  const folder = machine.folder();
  writeMirror(join(folder, 'mirror'), [provider]);
  const terraform = (...args: string[]) => run(machine.tool.file, args, { cwd: folder, env: terraformEnv() });
  const resource: Record<string, Record<string, object>> = {};
  for (const [address, { type, after }] of cases) resource[type] = { ...resource[type], [address.slice(type.length + 1)]: after };
  writeFileSync(
    join(folder, 'main.tf.json'),
    JSON.stringify({
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: provider.version } } },
      provider: {
        aws: {
          region: 'eu-central-1',
          access_key: 'none',
          secret_key: 'none',
          skip_credentials_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: 'true',
        },
      },
      resource,
    }),
  );
  expect((await terraform('init', '-no-color', `-plugin-dir=${join(folder, 'mirror')}`)).code).toBe(0);
  const versions = await schemaVersions(terraform);
  const instances = [...cases].map(([address, { type, before }]) => ({
    mode: 'managed',
    type,
    name: address.slice(type.length + 1),
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ schema_version: versions[type]?.version ?? 0, attributes: before }],
  }));
  writeFileSync(
    join(folder, 'terraform.tfstate'),
    JSON.stringify({ version: 4, serial: 1, lineage: 'none', outputs: {}, resources: instances }),
  );
  const { code, stdout } = await terraform('plan', '-json', '-refresh=false');
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PlanLine);
  expect(code, lines.flatMap(({ diagnostic }) => diagnostic?.summary ?? []).join('\n')).toBe(0);
  const planned = lines.flatMap(({ type, change }) => (type === 'planned_change' && change ? [change] : []));
  const wrong = planned.flatMap(({ resource: { addr }, action }) => {
    const { type, path } = cases.get(addr) as Case;
    const told = replacementOf(type, path);
    return told === action ? [] : [`${type}.${path}: the table says ${told}, the provider ${action}`];
  });
  expect(wrong).toEqual([]);
  expect(planned).toHaveLength(cases.size);
  expect(Object.keys(ARGUMENT_CHANGES).filter((type) => !knownResourceTypes.includes(type))).toEqual([]);
});

/** A line of `plan -json`. */
interface PlanLine {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: { readonly summary: string };
}

async function schemaVersions(terraform: (...args: string[]) => Promise<{ stdout: string }>): Promise<Record<string, { version: number }>> {
  const { provider_schemas } = JSON.parse((await terraform('providers', 'schema', '-json')).stdout) as {
    provider_schemas: Record<string, { resource_schemas: Record<string, { version: number }> }>;
  };
  return Object.values(provider_schemas)[0]?.resource_schemas ?? {};
}
