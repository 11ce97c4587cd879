import type { ManifestPool } from '../../assembly/clusters.ts';

/** A node, as it is written to the API server. */
export interface SandboxNode {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly taints?: ManifestPool['taints'] };
  readonly status: {
    readonly allocatable: Readonly<Record<string, string>>;
    readonly capacity: Readonly<Record<string, string>>;
    readonly nodeInfo: Readonly<Record<string, string>>;
  };
}

/** Label with the name of the pool that a node stands for. */
export const POOL_LABEL = 'keelson.dev/sandbox-pool';

/** Pool of the nodes that stand for what the program does not declare. */
export const UNDECLARED = 'undeclared';

/** What a node has of a resource that its pool does not tell: more than is asked for. */
export const UNKNOWN_ALLOCATABLE = { cpu: '10000', memory: '100Ti', 'ephemeral-storage': '100Ti', pods: '1000' } as const;

/** Labels of Karpenter and of EKS for how an instance is bought. Source: karpenter.sh/docs/concepts/scheduling, EKS "managed node groups". */
const CAPACITY: Readonly<Record<string, readonly [karpenter: string, managed: string]>> = {
  'on-demand': ['on-demand', 'ON_DEMAND'],
  spot: ['spot', 'SPOT'],
  reserved: ['reserved', 'ON_DEMAND'],
  'capacity-block': ['reserved', 'CAPACITY_BLOCK'],
};

/**
 * The nodes of a pool at its most, spread over its zones. They have what the pool tells and, for what it does not tell, more than is
 * asked for.
 */
export function poolNodes(pool: string, declared: ManifestPool): SandboxNode[] {
  return Array.from({ length: declared.maxNodes }, (_, index) => node(pool, declared, index));
}

/** Nodes without taints, for pods that run on nodes which the program does not declare. */
export function undeclaredNodes(count: number): SandboxNode[] {
  return poolNodes(UNDECLARED, { path: UNDECLARED, maxNodes: count, nodeSelector: {}, taints: [] });
}

/** Resources of which a pool does not tell how much its nodes have. */
export function unknownResources({ allocatable = {} }: ManifestPool): string[] {
  return ['cpu', 'memory'].filter((resource) => !(resource in allocatable));
}

function node(pool: string, declared: ManifestPool, index: number): SandboxNode {
  const name = `${pool}-${index}`;
  const { nodeSelector, labels, taints, gpu, gpusPerNode, resource, instanceTypes, capacity, zones, allocatable } = declared;
  const zone = zones?.[index % zones.length];
  const [karpenter, managed] = CAPACITY[capacity?.[0] ?? ''] ?? [];
  const own = { ...labels, ...nodeSelector };
  const has = {
    ...UNKNOWN_ALLOCATABLE,
    ...allocatable,
    ...(resource !== undefined && gpusPerNode !== undefined && { [resource]: String(gpusPerNode) }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone, 'topology.kubernetes.io/region': zone.replace(/[a-z]$/, '') }),
        ...(instanceTypes?.[0] !== undefined && { 'node.kubernetes.io/instance-type': instanceTypes[0] }),
        ...(karpenter !== undefined && { 'karpenter.sh/capacity-type': karpenter }),
        ...(managed !== undefined && { 'eks.amazonaws.com/capacityType': managed }),
        ...(gpu !== undefined && { 'nvidia.com/gpu.present': 'true' }),
        ...own,
        [POOL_LABEL]: pool,
      },
    },
    spec: taints.length > 0 ? { taints } : {},
    status: {
      allocatable: has,
      capacity: has,
      nodeInfo: { architecture: own['kubernetes.io/arch'] ?? 'amd64', operatingSystem: 'linux' },
    },
  };
}
