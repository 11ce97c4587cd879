import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { applyEnvironment } from '../../../lib/apply/run/run-environment.ts';
import { openEnvironment } from '../../../lib/toolkit/apply/environment.ts';
import { Planes, stack } from '../../cluster/support/planes.ts';
import { temporaryFolder } from '../../support/run.ts';
import { findTool, type ToolName } from '../harness/tools.ts';

afterEach(() => void vi.unstubAllEnvs());

it.for<ToolName>(['terraform', 'tofu'])('%s runs units only in the versions that the policy has', async (name, context) => {
  const tool = findTool(name);
  if (!tool) return context.skip(`no ${name} on this machine`);
  vi.stubEnv('TF_CLI_CONFIG_FILE', '/dev/null');
  const planes = new Planes(temporaryFolder(), 'shop', tool);
  planes.write({ 'dev/terraform.data': stack('data', { x: '1' }) });
  const policy = JSON.parse(readFileSync(planes.policy, 'utf8')) as object;
  const apply = async (tools: object): Promise<readonly (string | undefined)[]> => {
    writeFileSync(planes.policy, JSON.stringify({ ...policy, tools }));
    const { directory, policy: file, program: terraform, releases: store } = planes;
    const { run, close } = openEnvironment({ directory, policy: file, terraform, store });
    const [outcome] = await applyEnvironment(run).finally(close);
    return [outcome?.result, ...(outcome?.errors.map(({ message }) => message.split(';')[0]) ?? [])];
  };
  const [called, other] = name === 'tofu' ? ['OpenTofu', 'terraform'] : ['Terraform', 'tofu'];
  expect(await apply({ [other]: '>=1' })).toEqual(['failed', `KS8121 ${called} ${tool.version}: the policy has no tools.${name}`]);
  expect(await apply({ [name]: '>=9 <10' })).toEqual(['failed', `KS8121 ${called} ${tool.version}: tools.${name} is >=9 <10`]);
  expect(planes.state('data')).toBeUndefined();
  expect(planes.calls().filter((call) => !call.endsWith(' version'))).toEqual([]);
  expect(await apply({ [name]: `>=${tool.version}` })).toEqual(['applied']);
});
