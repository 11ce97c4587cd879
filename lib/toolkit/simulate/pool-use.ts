import type { ManifestPool } from '../../assembly/clusters.ts';
import { POOL_LABEL, type SandboxNode, unknownResources } from '../../sandbox/nodes/pool-nodes.ts';
import { type Amounts, amounts, podRequests, sum } from './requests.ts';
import type { Placement } from './schedule.ts';

/** What is taken and left of a pool. */
export interface PoolUse {
  readonly pool: string;
  /** Nodes at its most. */
  readonly nodes: number;
  /** Nodes with pods that are not of a DaemonSet: as many as an autoscaler has to make at least. */
  readonly usedNodes: number;
  readonly pods: number;
  /** By resource: cores of `cpu`, GiB of `memory`, pieces of all else. Resources that the pool does not tell are left out. */
  readonly resources: Readonly<Record<string, ResourceUse>>;
  /** Resources that the pool does not tell, and that are taken as more than is asked for. */
  readonly unknown: readonly string[];
}

export interface ResourceUse {
  readonly allocatable: number;
  readonly requested: number;
  readonly left: number;
  /** Most that one node has left: what the largest further pod may ask for. */
  readonly mostOnOneNode: number;
}

const GIB = 1024 ** 3;

/** What every pool has left. */
export function poolUses(
  pools: Readonly<Record<string, ManifestPool>>,
  nodes: readonly SandboxNode[],
  placements: readonly Placement[],
): PoolUse[] {
  const byNode = new Map<string, Placement[]>();
  for (const placement of placements)
    if (placement.node !== undefined) byNode.set(placement.node, [...(byNode.get(placement.node) ?? []), placement]);
  const byPool = new Map<string, SandboxNode[]>(Object.keys(pools).map((pool) => [pool, []]));
  for (const node of nodes) {
    const pool = node.metadata.labels[POOL_LABEL] ?? '';
    byPool.set(pool, [...(byPool.get(pool) ?? []), node]);
  }
  return [...byPool].map(([pool, own]) => poolUse(pool, pools[pool], own, byNode));
}

function poolUse(
  pool: string,
  declared: ManifestPool | undefined,
  nodes: readonly SandboxNode[],
  byNode: ReadonlyMap<string, readonly Placement[]>,
): PoolUse {
  const unknown = declared ? unknownResources(declared) : ['cpu', 'memory'];
  const known = ['cpu', 'memory', declared?.resource, ...Object.keys(declared?.allocatable ?? {})].filter(
    (name): name is string => name !== undefined && !unknown.includes(name) && name !== 'pods' && name !== 'ephemeral-storage',
  );
  const states = nodes.map((node) => {
    const pods = byNode.get(node.metadata.name) ?? [];
    const requested = pods.reduce<Amounts>((total, { live }) => sum(total, podRequests(live?.spec ?? {})), {});
    return { pods, requested, allocatable: amounts(node.status.allocatable) };
  });
  const resources = [...new Set(known)].map((name): [string, ResourceUse] => {
    const has = states.map((state) => scaled(name, state.allocatable[name] ?? 0n));
    const asked = states.map((state) => scaled(name, state.requested[name] ?? 0n));
    const left = has.map((amount, index) => amount - (asked[index] ?? 0));
    return [name, { allocatable: total(has), requested: total(asked), left: total(left), mostOnOneNode: rounded(Math.max(0, ...left)) }];
  });
  return {
    pool,
    nodes: nodes.length,
    usedNodes: states.filter((state) => state.pods.some((placement) => !placement.pod.set.perNode)).length,
    pods: states.reduce((count, state) => count + state.pods.length, 0),
    resources: Object.fromEntries(resources),
    unknown,
  };
}

function scaled(name: string, nanos: bigint): number {
  return Number(nanos) / 1e9 / (name === 'memory' ? GIB : 1);
}

function total(values: readonly number[]): number {
  return rounded(values.reduce((all, value) => all + value, 0));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
