import { findGeneralInstance, generalInstances } from '../../../facts/aws/general-instances.ts';
import { nanosOf } from '../../../facts/kubernetes/quantity.ts';
import { type InstanceNeeds, instanceFits } from './instance-needs.ts';
import type { KubeletProps } from './kubelet.ts';
import type { NodeSize } from './pool-spec.ts';

/** What a pool that says what its instances must have holds at most. */
export interface PoolLimits {
  readonly maxNodes: number;
  readonly maxCpus?: number;
  readonly maxMemoryGiB?: number;
}

const MIB = 1024;
const MILLI = 10n ** 6n;
const MIB_NANOS = 2n ** 20n * 10n ** 9n;

/** Sizes of named instance types; what is not in the table has none. */
export function namedSizes(instanceTypes: readonly string[]): readonly NodeSize[] {
  return instanceTypes.map((name) => findGeneralInstance(name) ?? {});
}

/**
 * The sizes that `maxNodes` nodes can have all at once: those of as many vCPUs as fit into the limits of the pool, else those of the
 * fewest. None without limits: then a node is as large as its pods ask for.
 */
export function freeSizes(needs: InstanceNeeds, arch: 'amd64' | 'arm64', limits: PoolLimits): readonly NodeSize[] {
  const { maxNodes, maxCpus, maxMemoryGiB } = limits;
  if (maxCpus === undefined && maxMemoryGiB === undefined) return [];
  const allowed = generalInstances().filter((type) => type.arch === arch && instanceFits(needs, type));
  const within = allowed.filter(
    ({ vcpus, memoryMib }) =>
      vcpus * maxNodes <= (maxCpus ?? Number.POSITIVE_INFINITY) && memoryMib * maxNodes <= (maxMemoryGiB ?? Number.POSITIVE_INFINITY) * MIB,
  );
  const of = (types: typeof allowed, vcpus: number) => types.filter((type) => type.vcpus === vcpus);
  return within.length > 0
    ? of(within, Math.max(...within.map(({ vcpus }) => vcpus)))
    : of(allowed, Math.min(...allowed.map(({ vcpus }) => vcpus)));
}

/** What a pod can have of whichever of the sizes comes; undefined where it is unknown of one of them. */
export function leastOf(sizes: readonly NodeSize[], kubelet: KubeletProps = {}): Readonly<Record<string, string>> | undefined {
  const { kubeReserved = {}, systemReserved = {}, evictionHard = {} } = kubelet;
  // What EKS reckons is in the table; who reckons otherwise has other nodes.
  if ('cpu' in kubeReserved || 'memory' in kubeReserved || 'memory.available' in evictionHard) return undefined;
  const cpu = least(sizes.map(({ allocatableCpuMillis }) => allocatableCpuMillis));
  const memory = least(sizes.map(({ allocatableMemoryMib }) => allocatableMemoryMib));
  if (cpu === undefined || memory === undefined) return undefined;
  const kept = (amount: string | undefined, unit: bigint): number => Number(((nanosOf(amount ?? '0') ?? 0n) + unit - 1n) / unit);
  return { cpu: `${cpu - kept(systemReserved.cpu, MILLI)}m`, memory: `${memory - kept(systemReserved.memory, MIB_NANOS)}Mi` };
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 || known.length < numbers.length ? undefined : Math.min(...known);
}
