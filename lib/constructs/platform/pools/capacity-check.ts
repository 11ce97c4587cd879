import type { Referable } from '../../../synth/reference/reference.ts';
import type { Capacity, CapacityKind } from './capacity.ts';
import type { PoolProblem } from './problem.ts';

/** What the steps of a pool are held against. */
export interface CapacityFrame {
  readonly provisioner: 'karpenter' | 'managed';
  /** Names of the pool's zones. */
  readonly zones: readonly string[];
  /** Instance types of the pool; undefined when it names none. */
  readonly instanceTypes: readonly string[] | undefined;
}

/** A step with its zones by name. */
export interface CapacityStep extends Omit<Capacity, 'zones' | 'reservation'> {
  readonly reservations: readonly Referable<string>[];
  /** Zones that the step names; undefined for those of the pool. */
  readonly zones: readonly string[] | undefined;
}

const KIND_WORDS: Readonly<Record<CapacityKind, string>> = {
  'on-demand': 'on-demand capacity',
  spot: 'spot capacity',
  reserved: 'reserved capacity',
  'capacity-block': 'a capacity block',
};

/** Holds the steps against their kinds and the pool, and gives them with full names of zones. */
export function checkCapacity(
  steps: readonly Capacity[],
  frame: CapacityFrame,
): { readonly steps: readonly CapacityStep[]; readonly problems: readonly PoolProblem[] } {
  const region = frame.zones[0]?.slice(0, -1) ?? '';
  const problems: PoolProblem[] = [];
  const full = steps.map(({ zones, reservation, ...step }) => ({
    ...step,
    reservations: reservation === undefined ? [] : [reservation],
    zones: zones?.map((zone) => (zone.length === 1 ? `${region}${zone}` : zone)),
  }));
  for (const [index, step] of full.entries()) {
    for (const { message, fix } of [...checkKind(step, frame), ...checkPlace(step, frame)])
      problems.push({
        code: 'KS6042',
        message: `step ${index + 1} of capacity, ${KIND_WORDS[step.kind]}, ${message}`,
        ...(fix && { fix }),
      });
  }
  return { steps: full, problems };
}

type Finding = Pick<PoolProblem, 'message' | 'fix'>;

/** Whether nodes of a kind come out of something that is paid for ahead. */
export function isReserved(kind: CapacityKind): boolean {
  return kind === 'reserved' || kind === 'capacity-block';
}

function checkKind({ kind, reservations, zones, instanceTypes }: CapacityStep, frame: CapacityFrame): Finding[] {
  // The text of a reference would count as used, and be missed in the output.
  const [first] = reservations;
  const given = typeof first === 'string' ? `'${first}'` : 'id';
  if (!isReserved(kind)) {
    if (reservations.length === 0) return [];
    const fix = kind === 'spot' ? `a reservation is on demand: give reserved(${given}) as a step of its own` : `give reserved(${given})`;
    return [{ message: `has the reservation ${given.replaceAll("'", '')}`, fix }];
  }
  if (reservations.length === 0) return [{ message: 'has no reservation', fix: "give its id, such as reserved('cr-0123456789abcdef0')" }];
  if (zones !== undefined && zones.length > 1)
    return [{ message: `is in ${zones.join(' and ')}, and a reservation is in one zone`, fix: 'give its own zone' }];
  if (kind === 'capacity-block' && zones === undefined)
    return [{ message: 'has no zone', fix: `a block is in one: capacityBlock(${given}, { zone: 'a' })` }];
  if (frame.provisioner === 'karpenter') return [];
  const found: Finding[] = [];
  if (zones === undefined && frame.zones.length > 1)
    found.push({
      message: 'has no zone',
      fix: `a managed node group must be in that of the reservation: give zone, one of ${frame.zones.join(', ')}`,
    });
  const types = instanceTypes ?? frame.instanceTypes ?? [];
  if (types.length > 1)
    found.push({
      message: `may be of ${types.join(', ')}`,
      fix: 'a managed node group must have that of the reservation: give instanceType',
    });
  return found;
}

function checkPlace({ zones = [], instanceTypes = [] }: CapacityStep, frame: CapacityFrame): Finding[] {
  const foreign = zones.find((zone) => !frame.zones.includes(zone));
  const unknown = instanceTypes.find((type) => frame.instanceTypes !== undefined && !frame.instanceTypes.includes(type));
  return [
    ...(foreign === undefined ? [] : [{ message: `is in ${foreign}`, fix: `the zones of the pool are ${frame.zones.join(', ')}` }]),
    ...(unknown === undefined
      ? []
      : [{ message: `is of ${unknown}`, fix: `the instance types of the pool are ${frame.instanceTypes?.join(', ')}` }]),
  ];
}
