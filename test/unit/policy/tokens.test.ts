import { describe, expect, test } from 'vitest';
import { configMap, findingsOf, stackOf } from './fixture.ts';

describe('tokens', () => {
  test.each(['${TfToken[TOKEN.12]}', '#{TfToken[TOKEN.3]}', '${Token[AWS.4]}', 'port -1.8881545897087626e+289', '\u2c20\u2c01'])(
    '%s',
    (text) => {
      const findings = findingsOf({ 'dev/kubernetes.main.a': { objects: [configMap('c', { text })] } });
      expect(findings).toHaveLength(1);
      expect(findings[0]).toContain('KS4001 ConfigMap acme/c /data/text: an unresolved token stands in /data/text');
    },
  );

  test('a key', () => {
    const stack = stackOf({ resource: { aws_s3_bucket: { pictures: { tags: { '${TfToken[TOKEN.1]}': 'x' } } } } });
    expect(findingsOf({ 'dev/terraform.data': { stack } }).map((finding) => finding.slice(0, 6))).toEqual(['KS4001']);
  });
});
