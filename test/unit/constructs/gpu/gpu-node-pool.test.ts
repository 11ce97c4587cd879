import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { ExistingGpuNodePoolProps } from '../../../../lib/constructs/gpu/existing-gpu-node-pool.ts';
import { GpuNodePool } from '../../../../lib/constructs/gpu/gpu-node-pool.ts';
import { Cluster } from '../../../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { synthTree } from '../../../../lib/testing/index.ts';
import { problems } from '../../../support/app.ts';
import { inCluster, poolOf } from '../../../support/serving.ts';

describe('an existing GPU node pool', () => {
  test('makes nothing', () => {
    expect(inCluster((cluster) => poolOf(cluster)).content.units.size).toBe(0);
  });

  test('has the label that Karpenter gives, and the taint that GPU nodes have, unless told otherwise', () => {
    inCluster((cluster) => {
      expect(poolOf(cluster)).toMatchObject({
        name: 'l40s',
        gpu: 'L40S',
        gpusPerNode: 1,
        maxNodes: 4,
        resource: 'nvidia.com/gpu',
        nodeSelector: { 'karpenter.k8s.aws/instance-gpu-name': 'l40s' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      });
      const taints: ExistingGpuNodePoolProps['taints'] = [
        { key: 'team', value: 'ml', effect: 'NoExecute' },
        { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
      ];
      expect(poolOf(cluster, { nodeSelector: { pool: 'ml' }, taints }, 'ml')).toMatchObject({
        nodeSelector: { pool: 'ml' },
        tolerations: [
          { key: 'team', operator: 'Equal', value: 'ml', effect: 'NoExecute' },
          { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
        ],
      });
    });
  });

  test.each([
    [{ gpu: 'L40' }, 'prop gpu is "L40"; it must be a GPU model, such as L40S'],
    [{ gpu: 'a100' }, 'such as A100-40GB or A100-80GB'],
    [{ gpu: 'H10O' }, 'it must be a GPU model, such as H100'],
    [{ gpu: 'Radeon' }, 'it must be a GPU model: T4, A10G, L4, L40S'],
    [{ gpu: 7 }, 'prop gpu is 7; it must be a text'],
    [{ gpusPerNode: 0 }, 'prop gpusPerNode is 0; it must be at least 1'],
    [{ gpusPerNode: 1.5 }, 'prop gpusPerNode is 1.5; it must be a whole number'],
    [{ gpusPerNode: 1e9 }, 'it must be at most 128'],
    [{ maxNodes: '4' }, 'prop maxNodes is "4"; it must be a number'],
    [{ maxNode: 4 }, 'did you mean maxNodes?'],
    [{ nodeSelector: {} }, 'at least one label'],
    [
      { taints: [{ key: 'a', effect: 'NoRun' }] },
      'prop taints[0].effect is "NoRun"; it must be one of NoSchedule, PreferNoSchedule, NoExecute',
    ],
  ])('%j is told', (props, words) => {
    const found = problems(inCluster((cluster) => poolOf(cluster, props as Partial<ExistingGpuNodePoolProps>)));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('the labels of another pool are told: the nodes would be counted twice', () => {
    const result = inCluster((cluster) => {
      poolOf(cluster);
      poolOf(cluster, { gpusPerNode: 8 }, 'large');
      poolOf(cluster, { nodeSelector: { pool: 'own' } }, 'own');
    });
    expect(problems(result)).toEqual([
      'the pools l40s and large select the same nodes, {"karpenter.k8s.aws/instance-gpu-name":"l40s"}; give each a nodeSelector that only its own nodes have',
    ]);
  });

  test('two clusters may have pools with the same labels', () => {
    const result = synthTree((platform) => {
      for (const name of ['dev', 'prod']) poolOf(Cluster.existing(new Environment(platform, name), 'main', { version: '1.36' }));
    });
    expect(result.errors).toEqual([]);
  });

  test('one outside a cluster is told', () => {
    const build = () =>
      synthTree((platform) => GpuNodePool.existing(new Construct(platform, 'x'), 'l40s', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 1 }));
    expect(build).toThrow(/KS1003 x\/l40s .*the node pool l40s is outside a cluster/);
  });
});
