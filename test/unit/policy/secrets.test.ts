import { describe, expect, test } from 'vitest';
import type { TestManifest } from '../../support/assembly.ts';
import { configMap, findingsOf, stackOf } from './fixture.ts';

describe('secrets', () => {
  const of = (object: TestManifest) => findingsOf({ 'dev/kubernetes.main.a': { objects: [object] } });

  test('a literal value in a Secret, which is never shown', () => {
    const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'acme' }, ...fields });
    const findings = of(secret({ stringData: { password: 'hunter2', empty: '' }, data: { token: 'aHVudGVyMg==' } }));
    expect(findings.map((finding) => finding.slice(0, finding.indexOf(';')))).toEqual([
      'KS4008 Secret acme/s /data/token: the Secret holds a value in data.token',
      'KS4008 Secret acme/s /stringData/password: the Secret holds a value in stringData.password',
    ]);
    expect(findings.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test('a credential anywhere', () => {
    const key = `AKIA${'Z'.repeat(16)}`;
    const findings = of(configMap('c', { config: `key = ${key}` }));
    expect(findings).toEqual([
      'KS4008 ConfigMap acme/c /data/config: the value looks like an AWS access key id; use Secret.fromSecretsManager(…) or Secret.existing(…), and rotate the value that was committed',
    ]);
    const stack = stackOf({ resource: { aws_s3_bucket: { pictures: { tags: { k: key } } } } });
    expect(findingsOf({ 'dev/terraform.data': { stack } })[0]).toContain(
      'KS4008 dev/terraform/data/cdk.tf.json /resource/aws_s3_bucket/pictures/tags/k',
    );
  });
});
