import { describe, expect, test } from 'vitest';
import { findingsOf, stackOf } from '../fixture.ts';

const findings = (module: object, files: Readonly<Record<string, string>>): string[] =>
  findingsOf({ 'dev/terraform.data': { stack: stackOf({ module }), files } });

describe('a local module', () => {
  test('with its files, and with what it refers to, is right', () => {
    const files = { 'program/net/main.tf': 'module "names" { source = "../names" }', 'program/names/main.tf.json': '{}' };
    expect(findings({ net: { source: './program/net' }, vpc: { source: 'terraform-aws-modules/vpc/aws' } }, files)).toEqual([]);
  });

  test('without files of Terraform at its source would fail at init', () => {
    expect(findings({ net: { source: './program/net' } }, { 'program/net/README.md': '', 'program/net/deep/main.tf': '' })).toEqual([
      expect.stringMatching(/^KS6018 module\.net \/module\/net\/source: the source \.\/program\/net has no file of Terraform/),
    ]);
  });

  test('that leads out of the stack, or refers to what is not there', () => {
    expect(findings({ net: { source: '../other' } }, {})).toEqual([expect.stringContaining('KS6018 module.net')]);
    const files = { 'program/net/main.tf': 'module "names" {\n  source = "../names"\n}' };
    expect(findings({ net: { source: './program/net' } }, files)).toEqual([
      expect.stringMatching(/^KS6018 program\/net\/main\.tf: the source \.\.\/names has no file/),
    ]);
  });

  test('or an asset with a credential', () => {
    const files = { 'assets/a/b/start.sh': `export KEY=AKIA${'Z'.repeat(16)}` };
    expect(findings({}, files)).toEqual([
      expect.stringMatching(/^KS4008 dev\/terraform\/data\/assets\/a\/b\/start\.sh: a text in the file looks like an AWS access key id/),
    ]);
  });
});

test('an asset with the name of a stack is none', () => {
  const files = { 'assets/a/b/cdk.tf.json': '{"resource": 1}' };
  expect(findingsOf({ 'dev/terraform.data': { stack: stackOf(), files } })).toEqual([]);
});
