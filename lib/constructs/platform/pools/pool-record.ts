import type { InstanceType } from '../../../facts/gpus/instances.ts';
import type { PoolRecord } from '../../../synth/pools.ts';
import type { Capacity } from './capacity.ts';
import { POOL_LABEL } from './pool-label.ts';
import type { PoolSpec } from './pool-spec.ts';

/** What `keelson.json` says of a pool that is made. */
export function poolRecord(spec: PoolSpec, steps: readonly Capacity[], zones: readonly string[]): PoolRecord {
  const { props, name, minNodes, taints, instances, instanceTypes, accelerator } = spec;
  const { [POOL_LABEL]: _, ...labels } = spec.labels;
  const allocatable = allocatableOf(instances);
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

/** What a pod can have of whichever of the types comes; undefined where it is unknown of one of them. */
function allocatableOf(instances: readonly InstanceType[]): Readonly<Record<string, string>> | undefined {
  const cpus = instances.map(({ allocatableCpuMillis }) => allocatableCpuMillis);
  const memories = instances.map(({ allocatableMemoryMib }) => allocatableMemoryMib);
  const [cpu, memory] = [least(cpus), least(memories)];
  return cpu === undefined || memory === undefined ? undefined : { cpu: `${cpu}m`, memory: `${memory}Mi` };
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 || known.length < numbers.length ? undefined : Math.min(...known);
}
