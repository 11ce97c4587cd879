import type { PoolRecord } from '../../../synth/pools.ts';
import type { Capacity } from './capacity.ts';
import { leastOf } from './node-size.ts';
import { POOL_LABEL } from './pool-label.ts';
import type { PoolSpec } from './pool-spec.ts';

/** What `keelson.json` says of a pool that is made. */
export function poolRecord(spec: PoolSpec, steps: readonly Capacity[], zones: readonly string[]): PoolRecord {
  const { props, name, minNodes, taints, sizes, instanceTypes, accelerator } = spec;
  const { [POOL_LABEL]: _, ...labels } = spec.labels;
  const allocatable = leastOf(sizes, props.kubelet);
  return {
    ...accelerator,
    maxNodes: props.maxNodes,
    ...(minNodes > 0 && { minNodes }),
    nodeSelector: { [POOL_LABEL]: name },
    labels: { 'kubernetes.io/arch': spec.arch, ...labels },
    taints,
    ...(instanceTypes && { instanceTypes }),
    capacity: [...new Set(steps.map(({ kind }) => kind))],
    zones,
    ...(allocatable && { allocatable }),
  };
}
