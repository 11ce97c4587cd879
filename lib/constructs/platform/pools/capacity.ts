import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { GpuInstanceType } from '../../../facts/gpus/instance-types.ts';
import { referable } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import type { Shape } from '../schemas.ts';

/** How AWS gives instances. */
export type CapacityKind = 'on-demand' | 'spot' | 'reserved' | 'capacity-block';

/** Where a step of on-demand or spot capacity is looked for. */
export interface CapacityOptions {
  /** Zones, by letter or name. @default - those of the pool */
  readonly zones?: readonly string[];
  /** Instance types of the pool. @default - all of them */
  readonly instanceTypes?: readonly (GpuInstanceType | (string & {}))[];
  /** Nodes of this step at most; needed where steps can not share one limit. @default - the pool's */
  readonly maxNodes?: number;
}

/** What is known of a reservation. */
export interface ReservationOptions {
  /** Zone of the reservation, by letter or name. @default - any zone of the pool */
  readonly zone?: string;
  /** Instance type of the reservation. @default - any of the pool's */
  readonly instanceType?: GpuInstanceType | (string & {});
  /** Nodes of this step at most. @default - the pool's; the reservation has a size of its own too */
  readonly maxNodes?: number;
}

/** What is known of a capacity block. */
export interface CapacityBlockOptions extends ReservationOptions {
  /** Zone of the block, by letter or name. */
  readonly zone: string;
}

/** One step of the order in which a pool looks for capacity; made by {@link onDemand} and its like, or read from data. */
export interface Capacity {
  /** How AWS gives the instances. */
  readonly kind: CapacityKind;
  /** Id of the reservation or block, such as `cr-0123456789abcdef0`. @default - none */
  readonly reservation?: Referable<string>;
  /** Zones, by letter or name. @default - those of the pool */
  readonly zones?: readonly string[];
  /** Instance types of the pool. @default - all of them */
  readonly instanceTypes?: readonly string[];
  /** Nodes of this step at most. @default - the pool's */
  readonly maxNodes?: number;
}

/** Instances at the list price, as long as AWS has any. */
export function onDemand(options: CapacityOptions = {}): Capacity {
  return { kind: 'on-demand', ...options };
}

/** Spare instances at a lower price, which AWS takes back with two minutes' notice. */
export function spot(options: CapacityOptions = {}): Capacity {
  return { kind: 'spot', ...options };
}

/**
 * Instances of an on-demand capacity reservation, which is paid for whether it is used or not.
 * @param reservation id of the reservation, such as `cr-0123456789abcdef0`
 */
export function reserved(reservation: Referable<string>, options: ReservationOptions = {}): Capacity {
  return { kind: 'reserved', reservation, ...place(options) };
}

/**
 * Instances of a Capacity Block for ML: GPUs that are bought ahead for a number of days, and end with it.
 *
 * A block has nodes from its start until half an hour before its end: a managed node group with `minNodes` above 0 is made while it
 * runs, and has them taken away with it. Such a group starts a new node before it ends the old one, for which a block that is all in use has no room. EKS ends the old
 * one first after `aws eks update-nodegroup-config --cluster-name … --nodegroup-name … --update-config
 * maxUnavailable=1,updateStrategy=MINIMAL`, once for each group; the AWS provider 6.25 of the bindings knows no such setting, and leaves it alone.
 * @param reservation id of the block, such as `cr-0123456789abcdef0`
 */
export function capacityBlock(reservation: Referable<string>, options: CapacityBlockOptions): Capacity {
  return { kind: 'capacity-block', reservation, ...place(options ?? {}) };
}

function place({ zone, instanceType, maxNodes }: Partial<ReservationOptions>): Partial<Capacity> {
  return {
    ...(zone !== undefined && { zones: [zone] }),
    ...(instanceType !== undefined && { instanceTypes: [instanceType] }),
    ...(maxNodes !== undefined && { maxNodes }),
  };
}

/** A zone by letter or name. */
export const zoneName = once(() =>
  z.string().regex(/^([a-z]|[a-z]{2}(-[a-z]+)+-\d[a-z])$/, 'must be a letter, such as a, or a zone, such as eu-central-1a'),
);

/** Checks a {@link Capacity}; what its kind allows is checked with the pool. */
export const capacitySchema = once(() =>
  z.strictObject({
    kind: z.enum(['on-demand', 'spot', 'reserved', 'capacity-block']),
    reservation: referable(
      z.string().regex(/^cr-[0-9a-z]+$/, 'must be the id of a capacity reservation, such as cr-0123456789abcdef0'),
    ).optional(),
    zones: z.array(zoneName()).min(1).optional(),
    instanceTypes: z.array(z.string().min(1)).min(1).optional(),
    maxNodes: z.int().min(1).optional(),
  } satisfies Shape<Capacity>),
);
