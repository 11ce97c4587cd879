import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { validateStacks } from './harness/check-stacks.ts';
import { machineFor } from './harness/machine.ts';
import { terraformUnits } from './harness/workspace.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const content = readAssembly(directorySource(join(root, 'examples/inference-platform/deploy')));
const units = terraformUnits(content);

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes every stack of every environment', async (context) => {
    const { problems } = await validateStacks(
      machineFor(context, tool),
      units.map((unit) => ({ name: unit, content, unit })),
    );
    expect(units.length).toBeGreaterThan(1);
    expect(problems).toEqual([]);
  });
});
