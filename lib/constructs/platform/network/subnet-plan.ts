import { type Cidr, formatCidr, holds, overlaps, parseCidr, partOf } from './cidr.ts';
import type { SubnetTier } from './network-interface.ts';

/** A subnet to be made. */
export interface PlannedSubnet {
  readonly tier: SubnetTier;
  readonly zone: string;
  readonly cidr: string;
}

/** What the ranges of a network are made from. */
export interface PlanInput {
  readonly cidr: string;
  /** Full names, in order. */
  readonly zones: readonly string[];
  /** How many zones there is room for. */
  readonly maxZones: number;
  /** Tiers that the network has, beside pods. */
  readonly tiers: readonly SubnetTier[];
  /** Ranges for pods: one for all zones, or one per zone. */
  readonly podCidrs: readonly string[];
  /** Ranges that the user gives, per tier one for each zone. */
  readonly given: Partial<Readonly<Record<SubnetTier, readonly string[]>>>;
}

/** Smallest subnet that AWS makes. Source: Amazon VPC User Guide, "Subnet CIDR blocks". */
const SMALLEST = 28;
/** The last part of the range is cut into this many small subnets, one half public, the other intra: `2 ** 4`. */
const SMALL_BITS = 4;

/** A range that can not be used, in words. */
export interface PlanProblem {
  readonly code: 'KS6020' | 'KS6022';
  readonly message: string;
  readonly fix?: string;
}

/**
 * Cuts the range of a network: it is divided into equal parts, one for the private subnet of each zone that there is room
 * for, and the last for the small subnets: public and intra. Where a zone's subnets are depends on its place in the list
 * only, so one that is appended moves nothing.
 */
export function planSubnets(input: PlanInput): { readonly subnets: readonly PlannedSubnet[]; readonly problems: readonly PlanProblem[] } {
  const problems: PlanProblem[] = [];
  const range = parseCidr(input.cidr) as Cidr;
  const bits = bitsFor(input.maxZones + 1);
  const planned = (tier: SubnetTier, index: number): Cidr => {
    if (tier === 'private') return partOf(range, bits, index);
    if (tier === 'pods') return podRange(input.podCidrs, input.maxZones, index);
    const small = partOf(range, bits, 2 ** bits - 1);
    return partOf(small, SMALL_BITS, tier === 'public' ? index : index + 2 ** (SMALL_BITS - 1));
  };
  const tiers: readonly SubnetTier[] = input.podCidrs.length > 0 ? [...input.tiers, 'pods'] : input.tiers;
  const subnets = tiers.flatMap((tier) =>
    input.zones.map((zone, index) => ({ tier, zone, range: parseCidr(input.given[tier]?.[index] ?? '') ?? planned(tier, index) })),
  );
  const [small] = subnets.filter(({ range }) => range.prefix > SMALLEST);
  if (small) {
    problems.push({
      code: 'KS6022',
      message: `the range ${input.cidr} is too small: the ${small.tier} subnet of ${small.zone} would be ${formatCidr(small.range)}, and AWS makes none beyond /${SMALLEST}`,
      fix: `give a range of /${SMALLEST - bits - SMALL_BITS} or larger, or subnets`,
    });
    return { subnets: [], problems };
  }
  const homes: readonly Cidr[] = [range, ...input.podCidrs.map((cidr) => parseCidr(cidr) as Cidr)];
  for (const subnet of subnets) {
    if (homes.some((home) => holds(home, subnet.range))) continue;
    problems.push({
      code: 'KS6022',
      message: `the ${subnet.tier} subnet ${formatCidr(subnet.range)} of ${subnet.zone} is not in ${homes.map(formatCidr).join(' or ')}`,
    });
  }
  subnets.forEach((one, index) => {
    const other = subnets.slice(0, index).find(({ range }) => overlaps(range, one.range));
    if (!other) return;
    const [a, b] = [other, one].map(({ tier, zone, range }) => `the ${tier} subnet ${formatCidr(range)} of ${zone}`);
    problems.push({ code: 'KS6020', message: `${a} and ${b} overlap` });
  });
  return { subnets: subnets.map(({ tier, zone, range }) => ({ tier, zone, cidr: formatCidr(range) })), problems };
}

function podRange(ranges: readonly string[], maxZones: number, index: number): Cidr {
  const [first = ''] = ranges;
  if (ranges.length === 1) return partOf(parseCidr(first) as Cidr, bitsFor(maxZones), index);
  return parseCidr(ranges[index] ?? '') as Cidr;
}

/** How many bits number this many parts. */
function bitsFor(parts: number): number {
  return Math.ceil(Math.log2(parts));
}
