import type { Referable } from '../../../synth/reference/reference.ts';
import type { CapacityKind } from './capacity.ts';
import { type CapacityFrame, type CapacityStep, isReserved } from './capacity-check.ts';
import type { PoolProblem } from './problem.ts';

/** Nodes that are looked for together: one NodePool of Karpenter, or one managed node group. */
export interface CapacityGroup {
  /** What its name has behind the pool's; empty for the last one, so that a step in front renames nothing. */
  readonly suffix: string;
  readonly kinds: readonly CapacityKind[];
  readonly reservations: readonly Referable<string>[];
  readonly zones: readonly string[];
  /** Undefined when the pool names none. */
  readonly instanceTypes: readonly string[] | undefined;
  readonly maxNodes: number;
  /** Groups behind it: Karpenter tries the largest first. */
  readonly weight: number;
}

/** What groups are planned for. */
export interface CapacityPlanInput extends CapacityFrame {
  readonly steps: readonly CapacityStep[];
  readonly maxNodes: number;
  /** Whether on-demand and spot nodes are in a cluster placement group, which reservations are not. */
  readonly placementGroup: boolean;
}

/** The order that Karpenter keeps by itself within a NodePool: what is paid for, then the cheapest. */
const RANK: Readonly<Record<CapacityKind, number>> = { 'capacity-block': 0, reserved: 0, spot: 1, 'on-demand': 2 };

type Draft = Omit<CapacityGroup, 'suffix' | 'maxNodes' | 'weight'> & { readonly maxNodes?: number };

/** Makes groups of steps. Karpenter's may hold several steps, where it tries them in this order by itself; a managed one holds one. */
export function planCapacity(input: CapacityPlanInput): {
  readonly groups: readonly CapacityGroup[];
  readonly problems: readonly PoolProblem[];
} {
  const drafts: Draft[] = [];
  for (const step of input.steps) {
    const last = drafts.at(-1);
    const merged = last && input.provisioner === 'karpenter' ? merge(last, draftOf(step, input), input.placementGroup) : undefined;
    if (merged) drafts[drafts.length - 1] = merged;
    else drafts.push(draftOf(step, input));
  }
  const names = suffixes(drafts, input.zones);
  const groups = drafts.map((draft, index) => ({
    ...draft,
    suffix: names[index] ?? '',
    maxNodes: Math.min(draft.maxNodes ?? input.maxNodes, input.maxNodes),
    weight: drafts.length - 1 - index,
  }));
  return { groups, problems: [...checkLimits(drafts, input), ...checkPlacement(groups, input.placementGroup)] };
}

function draftOf({ kind, reservations, zones, instanceTypes, maxNodes }: CapacityStep, input: CapacityPlanInput): Draft {
  return {
    kinds: [kind],
    reservations,
    zones: zones ?? input.zones,
    instanceTypes: instanceTypes ?? input.instanceTypes,
    ...(maxNodes !== undefined && { maxNodes }),
  };
}

function merge(first: Draft, next: Draft, placementGroup: boolean): Draft | undefined {
  if (first.maxNodes !== undefined || next.maxNodes !== undefined) return undefined;
  const [before, after] = [first.kinds.at(-1), next.kinds[0]] as [CapacityKind, CapacityKind];
  if (RANK[before] > RANK[after]) return undefined;
  const prepaid = first.kinds.every(isReserved);
  const reservations = [...first.reservations, ...next.reservations];
  const kinds = [...new Set([...first.kinds, ...next.kinds])];
  if (prepaid && isReserved(after))
    return {
      kinds,
      reservations,
      zones: union(first.zones, next.zones),
      instanceTypes: first.instanceTypes && union(first.instanceTypes, next.instanceTypes ?? []),
    };
  if (prepaid && placementGroup) return undefined;
  // A reservation is in its own zone anyhow, as long as the group may be there.
  const fits = (inner: readonly string[] = [], outer: readonly string[] = []): boolean => inner.every((one) => outer.includes(one));
  if (!fits(first.zones, next.zones) || !fits(first.instanceTypes, next.instanceTypes)) return undefined;
  if (!prepaid && !(fits(next.zones, first.zones) && fits(next.instanceTypes, first.instanceTypes))) return undefined;
  return { kinds, reservations, zones: next.zones, instanceTypes: next.instanceTypes };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

/** Several groups know nothing of each other: only limits of their own keep the pool within its own. */
function checkLimits(drafts: readonly Draft[], { maxNodes, provisioner, steps }: CapacityPlanInput): PoolProblem[] {
  if (drafts.length === 1) return [];
  const each = provisioner === 'karpenter' ? 'NodePools of Karpenter' : 'managed node groups';
  const limits = drafts.map((draft) => draft.maxNodes);
  const sum = limits.reduce<number>((total, limit) => total + (limit ?? 0), 0);
  if (!limits.includes(undefined) && sum <= maxNodes) return [];
  const what = limits.includes(undefined) ? 'not all have maxNodes' : `their maxNodes are ${sum} together, and the pool's is ${maxNodes}`;
  return [
    {
      code: 'KS6042',
      message: `the order of capacity needs ${drafts.length} ${each}, each with a limit of its own, and ${what}`,
      fix: `give each step maxNodes, at most ${maxNodes} together${cheaper(provisioner, steps)}`,
    },
  ];
}

/** Karpenter keeps one order by itself, within one limit. */
function cheaper(provisioner: CapacityPlanInput['provisioner'], steps: readonly CapacityStep[]): string {
  const kinds = steps.map(({ kind }) => kind);
  const sorted = kinds.toSorted((a, b) => RANK[a] - RANK[b]);
  if (provisioner !== 'karpenter' || sorted.every((kind, index) => kind === kinds[index])) return '';
  return `, or the order ${sorted.join(', ')}, which one NodePool keeps within one limit`;
}

function checkPlacement(groups: readonly CapacityGroup[], placementGroup: boolean): PoolProblem[] {
  if (!placementGroup) return [];
  return groups
    .filter(({ kinds, zones }) => !kinds.every(isReserved) && zones.length > 1)
    .map(({ kinds, zones }) => ({
      code: 'KS6041' as const,
      message: `nodes with EFA (${kinds.join(', ')}) may be in ${zones.join(', ')}, and a cluster placement group is in one zone`,
      fix: 'give the pool, or each step, one zone; or placementGroup: false, for nodes that may be far from each other',
    }));
}

const WORDS: Readonly<Record<CapacityKind, string>> = {
  'on-demand': 'on-demand',
  spot: 'spot',
  reserved: 'reserved',
  'capacity-block': 'block',
};

/** Names by what a group is, with its zones or a number where two are alike. */
function suffixes(drafts: readonly Draft[], zones: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return drafts.map(({ kinds, zones: own }, index) => {
    if (index === drafts.length - 1) return '';
    const word = WORDS[kinds[0] ?? 'on-demand'];
    const letters = own.length < zones.length ? `${word}-${own.map((zone) => zone.at(-1)).join('')}` : word;
    let name = taken.has(word) ? letters : word;
    for (let number = 2; taken.has(name); number++) name = `${letters}-${number}`;
    taken.add(name);
    return name;
  });
}
