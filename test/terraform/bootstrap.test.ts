import { describe, expect, test, vi } from 'vitest';
import { bootstrapFiles } from '../../lib/toolkit/bootstrap/bootstrap.ts';
import { github, gitlab } from './applied/bootstraps.ts';
import { machineFor } from './harness/machine.ts';
import { plainDirectory } from './harness/plain.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test.for([
    ['GitHub', github],
    ['GitLab', gitlab],
  ] as const)('takes the bootstrap of %s as it is written', async ([, options], context) => {
    const directory = plainDirectory(machineFor(context, tool), bootstrapFiles(options));
    await directory.terraform('init', '-backend=false');
    expect(JSON.parse(await directory.terraform('validate', '-json'))).toMatchObject({ valid: true, warning_count: 0 });
    if (tool === 'terraform') expect(await directory.terraform('fmt', '-check', '-diff')).toBe('');
  });
});
