import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { knownResourceTypes, replacementOf } from '../../../lib/facts/aws/replacement.ts';

const require = createRequire(import.meta.url);

describe('replacement of AWS resources', () => {
  test.each([
    ['aws_s3_bucket', 'bucket', 'replace'],
    ['aws_s3_bucket', 'region', 'replace'],
    ['aws_s3_bucket', 'tags.team', 'update'],
    ['aws_s3_bucket', 'force_destroy', 'update'],
    ['aws_s3_bucket', 'object_lock_configuration.0.object_lock_enabled', 'replace'],
    ['aws_s3_bucket', 'object_lock_configuration', 'unknown'],
    ['aws_s3_bucket', 'object_lock_configuration.0.rule.0.default_retention', 'update'],
    ['aws_iam_role', 'name', 'replace'],
    ['aws_iam_role', 'assume_role_policy', 'update'],
    ['aws_iam_policy', 'description', 'replace'],
    ['aws_eks_pod_identity_association', 'service_account', 'replace'],
    ['aws_eks_pod_identity_association', 'role_arn', 'update'],
    ['aws_s3_bucket_versioning', 'expected_bucket_owner', 'unknown'],
    ['aws_s3_bucket', 'misspelt', 'unknown'],
    ['aws_instance', 'ami', 'unknown'],
  ])('%s.%s: %s', (type, attribute, expected) => {
    expect(replacementOf(type, attribute)).toBe(expected);
  });

  test('knows every argument of each type that the provider bindings have', () => {
    const undecided = new Set(['id', 'expected_bucket_owner', 'object_lock_configuration']);
    for (const type of knownResourceTypes) {
      const name = type.replace(/^aws_/, '').replaceAll('_', '-');
      const declarations = readFileSync(require.resolve(`@cdktf/provider-aws/lib/${name}/index.d.ts`), 'utf8');
      const config = /export interface \w+Config extends [\s\S]*?\n}/.exec(declarations)?.[0] ?? '';
      const properties = [...config.matchAll(/^ {4}readonly (\w+)/gm)].map((match) => snakeCase(match[1] ?? ''));
      expect(properties.length).toBeGreaterThan(1);
      const unknown = properties.filter((property) => replacementOf(type, property) === 'unknown' && !undecided.has(property));
      expect(unknown, type).toEqual([]);
    }
  });
});

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
