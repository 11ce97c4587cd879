import { lostWith } from '../../../facts/aws/stateful.ts';
import { findInstance } from '../../../facts/gpus/instances.ts';
import { formatPrice, PRICED_REGION, pricePerHour } from '../../../facts/gpus/price.ts';

/** What goes with a resource that is destroyed, whether it is made again or not. What is not known is `'unknown'`, never zero. */
export interface ResourceCost {
  /** What is lost, such as `its objects`. @default - nothing that the program could not make again */
  readonly data?: string;
  /** Nodes that are drained. @default - it has none */
  readonly nodes?: number | 'unknown';
  /** Types that the nodes may be of. */
  readonly instanceTypes?: readonly string[];
  /** GPUs and accelerators that are lost, at most. */
  readonly gpus?: number | 'unknown';
  /** What the nodes cost: `$3.72/h`, or `unknown`. */
  readonly price?: string;
}

type Values = Readonly<Record<string, unknown>>;

/** What goes with a resource. @param before its values as they are */
export function resourceCost(type: string, before: unknown): ResourceCost | undefined {
  const data = lostWith(type);
  const nodes = nodesOf(type, (before ?? {}) as Values);
  if (data === undefined && nodes === undefined) return undefined;
  return { ...(data !== undefined && { data }), ...nodes };
}

/** `3 nodes of p5.48xlarge are drained, GPUs: 24, price: $165.12/h at us-east-1 list prices`; `loses its objects`. */
export function costText({ data, nodes, instanceTypes = [], gpus, price }: ResourceCost): string {
  const types = instanceTypes.length > 0 ? ` of ${instanceTypes.join(' or ')}` : '';
  const count = nodes === 'unknown' ? 'an unknown number of nodes' : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
  return [
    nodes !== undefined && `${count}${types} ${nodes === 1 ? 'is' : 'are'} drained`,
    nodes !== undefined && gpus !== 0 && gpus !== undefined && `GPUs: ${gpus}`,
    nodes !== undefined && price !== undefined && `price: ${price === 'unknown' ? price : `${price} at ${PRICED_REGION} list prices`}`,
    data !== undefined && `loses ${data}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function nodesOf(type: string, before: Values): Pick<ResourceCost, 'nodes' | 'instanceTypes' | 'gpus' | 'price'> | undefined {
  if (type === 'aws_eks_node_group') {
    const [scaling] = Array.isArray(before['scaling_config']) ? (before['scaling_config'] as Values[]) : [];
    return costOf(scaling?.['desired_size'], before['instance_types'], before, before['capacity_type']);
  }
  if (type === 'aws_autoscaling_group') return costOf(before['desired_capacity'], undefined, before, undefined);
  if (type === 'aws_instance') return costOf(1, [before['instance_type']], before, undefined);
  return undefined;
}

function costOf(
  size: unknown,
  types: unknown,
  before: Values,
  capacity: unknown,
): Pick<ResourceCost, 'nodes' | 'instanceTypes' | 'gpus' | 'price'> {
  const nodes = typeof size === 'number' ? size : ('unknown' as const);
  const instanceTypes = Array.isArray(types) ? types.filter((name) => typeof name === 'string') : [];
  if (nodes === 0) return { nodes, instanceTypes, gpus: 0 };
  if (nodes === 'unknown') return { nodes, instanceTypes, gpus: 'unknown', price: 'unknown' };
  const [, , , region] = String(before['arn'] ?? '').split(':');
  const kind = capacity === 'SPOT' ? 'spot' : capacity === 'CAPACITY_BLOCK' ? 'capacity-block' : 'on-demand';
  const price = pricePerHour({ instanceTypes, nodes, region: region || undefined, capacity: kind });
  return { nodes, instanceTypes, gpus: gpusOf(instanceTypes, nodes), price: formatPrice(price) };
}

/** The most that the nodes can have; an instance type with accelerators that does not say how many makes it unknown. */
function gpusOf(types: readonly string[], nodes: number): number | 'unknown' {
  if (types.length === 0) return 'unknown';
  const counts = types.map((name) => {
    const found = findInstance(name);
    return found ? found.count : 0;
  });
  const known = counts.filter((count) => count !== undefined);
  return known.length < counts.length ? 'unknown' : Math.max(...known) * nodes;
}
