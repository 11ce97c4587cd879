import { describe, expect, test } from 'vitest';
import { Namespace } from '../../../../../lib/constructs/platform/namespace.ts';
import type { ExistingNodePoolProps } from '../../../../../lib/constructs/platform/pools/existing-node-pool.ts';
import { NodePool } from '../../../../../lib/constructs/platform/pools/node-pool.ts';
import { problems } from '../../../../support/app.ts';
import { inCluster } from '../../../../support/serving.ts';

const PROPS: ExistingNodePoolProps = { maxNodes: 3, nodeSelector: { 'eks.amazonaws.com/nodegroup': 'general' } };

describe('an existing node pool', () => {
  test('makes nothing, and is told in keelson.json with what its smallest nodes have', () => {
    const { content } = inCluster((cluster) => {
      const taints = [{ key: 'team', value: 'ml', effect: 'NoSchedule' }] as const;
      const pool = NodePool.existing(cluster, 'general', { ...PROPS, instanceTypes: ['m7i.2xlarge', 'm7i.xlarge'], taints });
      expect(pool).toMatchObject({
        name: 'general',
        maxNodes: 3,
        nodeSelector: PROPS.nodeSelector,
        tolerations: [{ key: 'team', operator: 'Equal', value: 'ml', effect: 'NoSchedule' }],
      });
      new Namespace(cluster, 'shop');
      NodePool.existing(cluster, 'other', { maxNodes: 1, nodeSelector: { pool: 'other' } });
    });
    expect([...content.units.keys()]).toEqual(['dev/kubernetes.main.namespaces']);
    const { general, other } = content.manifest.environments['dev']?.clusters?.['main']?.pools ?? {};
    expect(general).toMatchObject({ maxNodes: 3, instanceTypes: ['m7i.2xlarge', 'm7i.xlarge'], allocatable: { cpu: '3920m' } });
    expect(other).not.toHaveProperty('allocatable');
  });

  test.each([
    [{ maxNodes: 0 }, 'prop maxNodes is 0; it must be at least 1'],
    [{ nodeSelector: {} }, 'at least one label'],
    [{ instanceTypes: ['g6.xlarge'] }, 'g6.xlarge has L4, and the pool is for nodes without; use a GpuNodePool for it'],
    [{ instanceTypes: ['large'] }, '"large" is no instance type; give one, such as m7i.xlarge'],
    [{ maxNode: 4 }, 'did you mean maxNodes?'],
  ])('%j is told', (props, words) => {
    const found = problems(inCluster((cluster) => NodePool.existing(cluster, 'general', { ...PROPS, ...props } as ExistingNodePoolProps)));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('two of the same labels are told: they are one set of nodes', () => {
    const found = problems(inCluster((cluster) => ['a', 'b'].map((id) => NodePool.existing(cluster, id, PROPS))));
    expect(found).toEqual([expect.stringContaining('the pools a and b select the same nodes')]);
  });
});
