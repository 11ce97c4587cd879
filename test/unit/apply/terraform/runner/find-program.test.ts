import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTerraform } from '../../../../../lib/apply/terraform/runner/find-program.ts';
import { temporaryFolder } from '../../../../support/run.ts';

/** A program of a name that tells a text. */
function program(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('a program for Terraform units', () => {
  it.each([
    ['terraform', 'Terraform v1.11.4\non linux_amd64\n\nYour version of Terraform is out of date!', 'terraform', '1.11.4'],
    ['tofu', 'OpenTofu v1.12.6\non linux_amd64', 'tofu', '1.12.6'],
    // Files may be called anything, as wrappers and links are.
    ['terraform', 'OpenTofu v1.12.6\non linux_amd64', 'tofu', '1.12.6'],
    ['tofu-1.11', 'Terraform v1.11.4', 'terraform', '1.11.4'],
  ])('called %s that says %j is %s %s', async (file, text, name, version) => {
    expect(await findTerraform(program(file, text))).toMatchObject({ name, version });
  });

  it('that says neither is none', async () => {
    await expect(findTerraform(program('terraform', 'hello'))).rejects.toThrow(/KS8052: \S+terraform does not tell that it is/);
    await expect(findTerraform(program('tofu', 'OpenTofu v1.9.1'))).rejects.toThrow(/is 1\.9\.1, and 1\.10\.0 or newer is needed/);
  });
});
