import { findInstance } from './instances.ts';

/** The one region that prices are known for. */
export const PRICED_REGION = 'us-east-1';

/** What {@link pricePerHour} is asked about. */
export interface PriceQuery {
  /** Instance types, any of which the nodes may be of. */
  readonly instanceTypes: readonly string[];
  readonly nodes: number;
  /** Region of the nodes; undefined when the program does not say. */
  readonly region: string | undefined;
  /** How the nodes are paid for. A reservation is billed as on demand; spot prices and capacity blocks are unknown. @default 'on-demand' */
  readonly capacity?: 'on-demand' | 'reserved' | 'spot' | 'capacity-block';
}

/** US dollars an hour of nodes, from the cheapest of their types to the dearest. */
export interface PriceRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What nodes cost in an hour; `'unknown'` when the price of one type is, in a region without prices, and for spot and capacity
 * blocks. Unknown is never zero.
 */
export function pricePerHour({ instanceTypes, nodes, region, capacity = 'on-demand' }: PriceQuery): PriceRange | 'unknown' {
  if (region !== PRICED_REGION || (capacity !== 'on-demand' && capacity !== 'reserved') || instanceTypes.length === 0) return 'unknown';
  const prices = instanceTypes.map((name) => findInstance(name)?.onDemandUsdPerHour);
  const known = prices.filter((price) => price !== undefined);
  if (known.length < prices.length) return 'unknown';
  return { from: Math.min(...known) * nodes, to: Math.max(...known) * nodes };
}

/** A price for people: `$3.72/h`, `$3.72 to $15.15/h`, or `unknown`. */
export function formatPrice(price: PriceRange | 'unknown'): string {
  if (price === 'unknown') return price;
  const [from, to] = [price.from.toFixed(2), price.to.toFixed(2)];
  return from === to ? `$${from}/h` : `$${from} to $${to}/h`;
}
