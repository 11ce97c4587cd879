import { describe, expect, it } from 'vitest';
import { poolNodes, undeclaredNodes, unknownResources } from '../../../lib/sandbox/nodes/pool-nodes.ts';

const pool = {
  path: 'dev/main/h100',
  maxNodes: 3,
  gpu: 'H100',
  gpusPerNode: 8,
  resource: 'nvidia.com/gpu',
  nodeSelector: { pool: 'h100' },
  labels: { 'kubernetes.io/arch': 'arm64' },
  taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
  instanceTypes: ['p5.48xlarge', 'p5e.48xlarge'],
  capacity: ['reserved', 'on-demand'],
  zones: ['eu-north-1a', 'eu-north-1b'],
  allocatable: { cpu: '191450m', memory: '1938410Mi', 'vpc.amazonaws.com/efa': '32' },
} as const;

describe('the nodes of a pool', () => {
  it('are as many as it may have, spread over its zones', () => {
    const nodes = poolNodes('h100', pool);
    expect(nodes.map((node) => node.metadata.name)).toEqual(['h100-0', 'h100-1', 'h100-2']);
    expect(nodes.map((node) => node.metadata.labels['topology.kubernetes.io/zone'])).toEqual(['eu-north-1a', 'eu-north-1b', 'eu-north-1a']);
  });

  it('have its labels, taints and what pods can have of it', () => {
    const [node] = poolNodes('h100', pool);
    expect(node?.metadata.labels).toEqual({
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
      'karpenter.sh/capacity-type': 'reserved',
      'keelson.dev/sandbox-pool': 'h100',
      'kubernetes.io/arch': 'arm64',
      'kubernetes.io/hostname': 'h100-0',
      'kubernetes.io/os': 'linux',
      'node.kubernetes.io/instance-type': 'p5.48xlarge',
      'nvidia.com/gpu.present': 'true',
      'topology.kubernetes.io/region': 'eu-north-1',
      'topology.kubernetes.io/zone': 'eu-north-1a',
      pool: 'h100',
    });
    expect(node?.spec).toEqual({ taints: pool.taints });
    expect(node?.status.allocatable).toEqual({
      cpu: '191450m',
      'ephemeral-storage': '100Ti',
      memory: '1938410Mi',
      'nvidia.com/gpu': '8',
      pods: '1000',
      'vpc.amazonaws.com/efa': '32',
    });
    expect(node?.status.nodeInfo).toEqual({ architecture: 'arm64', operatingSystem: 'linux' });
  });

  it('have more than is asked for of what it does not tell, and that is known', () => {
    expect(undeclaredNodes(1)[0]?.status.allocatable).toMatchObject({ cpu: '10000', memory: '100Ti' });
    expect(unknownResources(pool)).toEqual([]);
    expect(unknownResources({ ...pool, allocatable: { cpu: '4' } })).toEqual(['memory']);
  });
});
