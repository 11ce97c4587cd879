import type { InstanceType } from '../../../facts/gpus/instances.ts';

/** A network interface of a node, as EC2 and Karpenter have it. */
export interface InterfaceSlot {
  readonly networkCardIndex: number;
  readonly deviceIndex: number;
  /** `interface` has an address, `efa-only` none. */
  readonly interfaceType: 'interface' | 'efa-only';
}

/**
 * All interfaces of an instance type with EFA: one with an address, for everything else than EFA, and one EFA on each card that
 * takes one. Undefined when it has no EFA, or none is known.
 *
 * Sources: Amazon EC2 User Guide, "Maximize network bandwidth on Amazon EC2 instances with multiple network cards" (device index
 * 1 on the cards behind the first); aws/aws-parallelcluster issue 7143 (P6-B300: the first of 17 cards takes no EFA, the others
 * take it at device index 0); aws/karpenter-provider-aws pkg/apis/v1/ec2nodeclass.go @1d927085d (the primary one is no EFA).
 */
export function efaLayout({ efaInterfaces, networkCards }: InstanceType): readonly InterfaceSlot[] | undefined {
  if (!efaInterfaces || networkCards === undefined) return undefined;
  const primary: InterfaceSlot = { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' };
  const first = networkCards - efaInterfaces;
  const deviceIndex = first > 0 ? 0 : 1;
  const efas = Array.from(
    { length: efaInterfaces },
    (_, index): InterfaceSlot => ({ networkCardIndex: first + index, deviceIndex, interfaceType: 'efa-only' }),
  );
  return [primary, ...efas];
}
