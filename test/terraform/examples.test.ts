import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { testStack } from './harness/check-stack.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';
import { terraformUnits } from './harness/workspace.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const assemblies = readdirSync(join(root, 'examples'))
  .filter((example) => existsSync(join(root, 'examples', example, 'deploy', 'keelson.json')) && example !== 'inference-platform')
  .map((example) => ({ example, content: readAssembly(directorySource(join(root, 'examples', example, 'deploy'))) }));
/** The inference platform has tests of its own for all but its regions. */
const regional = [
  ...assemblies,
  { example: 'inference-platform', content: readAssembly(directorySource(join(root, 'examples/inference-platform/deploy'))) },
].flatMap(({ example, content }) => terraformUnits(content).map((unit) => ({ example, unit, content })));
const stacks = assemblies.flatMap(({ example, content }) => terraformUnits(content).map((unit) => ({ example, unit, content })));

test('there are stacks to check', () => {
  expect(stacks.map(({ example }) => example)).toContain('online-boutique');
});

test.for(regional)('$unit of $example names no region but in its provider', ({ unit, content }) => {
  const file = [...content.files].find(([path]) => path === `${unit.replace('/terraform.', '/terraform/')}/cdk.tf.json`);
  const { resource = {} } = JSON.parse(file?.[1] ?? '') as { resource?: Record<string, Record<string, object>> };
  const bodies = Object.values(resource).flatMap((named) => Object.values(named));
  expect(bodies.length).toBeGreaterThan(0);
  expect(bodies.filter((body) => 'region' in body)).toEqual([]);
});

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes every stack of the examples', async (context) => {
    const { problems } = await validateStacks(
      machineFor(context, tool),
      stacks.map(({ example, unit, content }) => ({ name: `${unit} of ${example}`, unit, content })),
    );
    expect(problems).toEqual([]);
  });
});

test('the pictures of the shop are encrypted and closed', async (context) => {
  const { content } = assemblies.find(({ example }) => example === 'online-boutique')!;
  const { passed, output } = await testStack(machineFor(context), content, 'prod/terraform.data', {
    conditions: {
      'the bucket is encrypted':
        'one(aws_s3_bucket_server_side_encryption_configuration.pictures_encryption.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"',
      'nobody may open it':
        'aws_s3_bucket_public_access_block.pictures_public-access.block_public_policy && aws_s3_bucket_public_access_block.pictures_public-access.restrict_public_buckets',
    },
  });
  expect(passed, output).toBe(true);
});
