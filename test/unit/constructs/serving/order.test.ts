import { expect, test } from 'vitest';
import { grantRead } from '../../../../lib/constructs/access/bucket-access.ts';
import { Bucket } from '../../../../lib/constructs/platform/bucket.ts';
import { ModelServer } from '../../../../lib/constructs/serving/model-server.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { BASE, inCluster, poolOf } from '../../../support/serving.ts';

/** Servers that fill a pool together, buckets and grants, in the order of the numbers. */
function filesOf(order: readonly number[]): Record<string, string> {
  const result = inCluster((cluster) => {
    const pool = poolOf(cluster);
    const environment = Environment.of(cluster);
    const buckets = new Map(order.map((index) => [index, new Bucket(environment, `bucket-${index}`)]));
    const servers = order.map((index) => new ModelServer(cluster, `server-${index}`, { ...BASE, pool, replicas: index === 2 ? 2 : 1 }));
    for (const server of servers) for (const index of order) grantRead(buckets.get(index) as Bucket, server, index === 1 ? 'weights/' : '');
  });
  return Object.fromEntries(result.files);
}

test('the order of servers, buckets and grants changes nothing', () => {
  const files = filesOf([0, 1, 2]);
  expect(Object.keys(files).length).toBeGreaterThan(15);
  for (const order of [
    [2, 1, 0],
    [1, 2, 0],
  ])
    expect(filesOf(order)).toEqual(files);
});
