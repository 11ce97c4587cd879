import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject, Cron, Duration } from 'cdk8s';
import { ConfigMap, CronJob, Deployment, Job, Probe, Service, ServiceType, StatefulSet } from 'cdk8s-plus-28';
import { describe, expect, test } from 'vitest';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { synthTree } from '../../../../lib/testing/index.ts';
import { validateContent } from '../../../../lib/toolkit/validate/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

function findingsOf(build: Parameters<typeof synthTree>[0]): string[] {
  const { findings } = validateContent(synthTree(build).content);
  return findings.map(({ code, path, pointer, message }) => `${code} ${path} ${pointer}: ${message}`);
}

const container = { image: 'example.com/web:1', portNumber: 8080 };

describe('what synth makes', () => {
  test('is valid for ordinary workloads of cdk8s-plus', () => {
    const findings = findingsOf((platform) => {
      const { cluster } = devCluster(platform);
      const web = new Deployment(cluster, 'web', { containers: [{ ...container, liveness: Probe.fromHttpGet('/', { port: 8080 }) }] });
      web.exposeViaService({ serviceType: ServiceType.LOAD_BALANCER });
      new StatefulSet(cluster, 'db', { containers: [container], service: new Service(cluster, 'db-service', { ports: [{ port: 8080 }] }) });
      new Job(cluster, 'once', { containers: [{ image: 'example.com/job:1' }], ttlAfterFinished: Duration.hours(1) });
      new CronJob(cluster, 'nightly', {
        containers: [{ image: 'example.com/job:1' }],
        schedule: Cron.schedule({ minute: '0', hour: '3' }),
      });
      new ConfigMap(cluster, 'settings', { data: { a: '1' } });
    });
    expect(findings).toEqual([]);
  });

  test('is valid with a value of Terraform in texts, a whole number and a JSON document', () => {
    const findings = findingsOf((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'pictures', {});
      const name = terraformReference(bucket, bucket.bucket);
      const port = terraformReference<number>(bucket, bucket.id, { type: 'number' });
      configMap(cluster, 'settings', { url: `s3://${name}/`, document: JSON.stringify({ bucket: name }) });
      const ports = [{ port: 80, targetPort: port }];
      new ApiObject(cluster, 'web', { apiVersion: 'v1', kind: 'Service', metadata: {}, ...{ spec: { ports } } });
    });
    expect(findings).toEqual([]);
  });

  test('is invalid where the program is, with the construct named', () => {
    const findings = findingsOf((platform) => {
      const { cluster } = devCluster(platform);
      new ApiObject(cluster, 'web', { apiVersion: 'v1', kind: 'Service', metadata: {}, ...{ sepc: { ports: [] } } });
    });
    expect(findings).toEqual(['KS5002 dev/main/web /sepc: there is no field sepc']);
  });
});
