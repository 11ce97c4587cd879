import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformHclModule, TerraformOutput } from 'cdktf';
import { describe, expect, test, vi } from 'vitest';
import { synthTree } from '../../lib/testing/index.ts';
import { temporaryFolder } from '../support/run.ts';
import { devCluster } from '../support/tree.ts';
import { validateStack } from './harness/check-stack.ts';
import { machineFor } from './harness/machine.ts';

vi.setConfig({ testTimeout: 600_000 });

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('finds a local module in the folder of its stack, and that one the next', async (context) => {
    const root = temporaryFolder();
    for (const name of ['net', 'names']) mkdirSync(join(root, 'modules', name), { recursive: true });
    writeFileSync(
      join(root, 'modules/net/main.tf'),
      'variable "zones" { type = number }\nmodule "names" {\n  source = "../names"\n}\noutput "id" {\n  value = "${module.names.id}-${var.zones}"\n}\n',
    );
    writeFileSync(join(root, 'modules/names/main.tf.json'), '{"output": {"id": {"value": "net"}}}');
    const build = (variables: object) =>
      synthTree(
        (platform) => {
          const { dev } = devCluster(platform);
          const net = new TerraformHclModule(dev, 'net', { source: './modules/net', variables });
          new TerraformOutput(dev, 'id', { value: net.get('id') });
        },
        { root },
      ).content;
    const machine = machineFor(context, tool);
    expect(await validateStack(machine, build({ zones: 3 }), 'dev/terraform.data')).toEqual({ problems: [], differences: [] });
    expect((await validateStack(machine, build({}), 'dev/terraform.data')).problems.join()).toMatch(/argument "zones" is required/);
  });
});
