import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { matchers, type Synthesised } from '../../../../lib/testing/index.ts';
import { deploymentOf, IMAGE, inShop, problems, synthApp } from '../../../support/app.ts';

expect.extend(matchers);

describe('files', () => {
  const files = { '/etc/nginx/nginx.conf': 'worker_processes 1;', '/etc/nginx/conf.d/site.conf': 'server {}' };
  const checksum = (result: Synthesised) => deploymentOf(result).metadata.annotations?.['keelson.dev/files'];

  test('stand beside what the image has in the same folders', () => {
    const result = synthApp({ files });
    expect(result.object('ConfigMap', 'web-files')['data']).toEqual({
      'etc_nginx_nginx.conf': 'worker_processes 1;',
      'etc_nginx_conf.d_site.conf': 'server {}',
    });
    const { pod, container } = deploymentOf(result);
    expect(pod['volumes']).toEqual([{ name: 'files', configMap: { name: 'web-files' } }]);
    expect(container['volumeMounts']).toEqual([
      { name: 'files', mountPath: '/etc/nginx/conf.d/site.conf', subPath: 'etc_nginx_conf.d_site.conf', readOnly: true },
      { name: 'files', mountPath: '/etc/nginx/nginx.conf', subPath: 'etc_nginx_nginx.conf', readOnly: true },
    ]);
  });

  test('roll the pods when one changes, and only then', () => {
    const before = checksum(synthApp({ files }));
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum(synthApp({ files: Object.fromEntries(Object.entries(files).reverse()) }))).toBe(before);
    expect(checksum(synthApp({ files: { ...files, '/etc/nginx/nginx.conf': 'worker_processes 2;' } }))).not.toBe(before);
  });

  test('hold references; their literal text rolls the pods, whatever was made before', () => {
    const run = (before: string, others: number) =>
      inShop((shop) => {
        const bucket = new S3Bucket(Environment.of(shop), 'pictures', {});
        const name = terraformReference(bucket, bucket.bucket);
        for (let i = 0; i < others; i++) new App(shop, `other-${i}`, { image: IMAGE, env: { BUCKET: `${name}` } });
        const token = `${bucket.arn}`;
        new App(shop, 'web', {
          image: IMAGE,
          files: { '/etc/web.ini': `${before}=${name}`, '/etc/arn': `arn ${token}`, '/etc/name': name },
        });
      });
    const sum = (result: Synthesised) => {
      const { template } = result.object('Deployment', 'web')['spec'] as {
        template: { metadata: { annotations: Record<string, string> } };
      };
      return template.metadata.annotations['keelson.dev/files'];
    };
    const result = run('bucket', 0);
    expect(result.object('ConfigMap')['data']).toMatchObject({
      'etc_web.ini': 'bucket=<keelson:terraform.data.aws_s3_bucket_pictures_bucket>',
    });
    expect(result.bindings.map(({ pointer }) => pointer).sort()).toEqual(['/data/etc_arn', '/data/etc_name', '/data/etc_web.ini']);
    expect(sum(run('bucket', 3))).toBe(sum(result));
    expect(sum(run('name', 0))).not.toBe(sum(result));
  });

  test.each([
    [{ 'nginx.conf': 'a' }, 'prop files has the name "nginx.conf"; a name must be an absolute path'],
    [{ '/etc/../passwd': 'a' }, 'a name must be an absolute path'],
    [{ '/etc/a b': 'a' }, 'a name must be an absolute path'],
    [{ '/etc/a_b': '1', '/etc/a/b': '2' }, 'it must be another path: /etc/a_b has the key etc_a_b too'],
    [{ '/etc/large': 'x'.repeat(1024 * 1024 + 1) }, 'it must be at most 1 MiB together, and not 1048577 bytes'],
  ])('%j are refused', (wrong, message) => {
    expect(problems(synthApp({ files: wrong as unknown as Record<string, string> }))).toEqual([expect.stringContaining(message)]);
  });
});

describe('volumes', () => {
  test('are of every kind', () => {
    const { pod, container } = deploymentOf(
      synthApp({
        volumes: {
          scratch: { mountPath: '/scratch', emptyDir: {} },
          memory: { mountPath: '/dev/shm', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
          settings: { mountPath: '/settings', configMap: 'settings', readOnly: true },
          tls: { mountPath: '/tls', secret: 'tls', subPath: 'tls.crt' },
          data: { mountPath: '/data', claim: 'data' },
        },
      }),
    );
    expect(pod['volumes']).toEqual([
      { name: 'scratch', emptyDir: {} },
      { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      { name: 'settings', configMap: { name: 'settings' } },
      { name: 'tls', secret: { secretName: 'tls' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    ]);
    expect(container['volumeMounts']).toEqual([
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'memory', mountPath: '/dev/shm' },
      { name: 'settings', mountPath: '/settings', readOnly: true },
      { name: 'tls', mountPath: '/tls', subPath: 'tls.crt' },
      { name: 'data', mountPath: '/data' },
    ]);
  });

  test('create a claim, which is free before the next pod starts', () => {
    const result = synthApp({ volumes: { data: { mountPath: '/data', newClaim: { size: '10Gi', storageClass: 'gp3' } } } });
    expect(result.object('PersistentVolumeClaim', 'web-data')['spec']).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'gp3',
    });
    expect(deploymentOf(result).pod['volumes']).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } }]);
    expect(deploymentOf(result).spec['strategy']).toEqual({ type: 'Recreate' });
  });

  test('that many nodes can have are shared by replicas', () => {
    const volumes = { data: { mountPath: '/data', newClaim: { size: '10Gi', accessMode: 'ReadWriteMany' } } } as const;
    expect(deploymentOf(synthApp({ volumes, replicas: 2 })).spec).not.toHaveProperty('strategy');
  });

  test.each([
    [{ mountPath: '/a', emptyDir: {}, claim: 'b' }, 'an object with exactly one of emptyDir, configMap, secret, claim, newClaim'],
    [{ mountPath: '/a' }, 'an object with exactly one of'],
    [{ mountPath: 'a', emptyDir: {} }, 'prop volumes.data.mountPath is "a"; it must be an absolute path'],
    [{ mountPath: '/a', emptyDir: {}, subPath: '../b' }, 'it must be a relative path without ..'],
    [{ mountPath: '/a', newClaim: { size: '10' } }, 'a size with its unit'],
  ])('%j is refused', (volume, message) => {
    expect(problems(synthApp({ volumes: { data: volume as { mountPath: string } } }))).toEqual([expect.stringContaining(message)]);
  });

  test('of one node are refused for several replicas', () => {
    const volumes = { data: { mountPath: '/data', newClaim: { size: '10Gi' } } };
    expect(problems(synthApp({ volumes, replicas: 2 }))).toEqual([
      'prop volumes.data.newClaim.accessMode is missing; it must be ReadWriteMany or ReadOnlyMany with more than one replica',
    ]);
  });
});
