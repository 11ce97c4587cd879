import { z } from 'zod';
import { referable } from '../../synth/props.ts';

/*
 * Quantities as Kubernetes writes them. Source: Kubernetes, "Quantity": decimal suffixes m, k, M, G, T, P, E and binary
 * Ki, Mi, Gi, Ti, Pi, Ei.
 */
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The number that a quantity stands for (cores, or bytes), or undefined when it is none: a reference, for one. */
export function quantityValue(quantity: unknown): number | undefined {
  const match = typeof quantity === 'string' ? /^(\d+(?:\.\d+)?)([a-zA-Z]{0,2})$/.exec(quantity) : undefined;
  const factor = FACTORS[match?.[2] ?? '?'];
  return match && factor !== undefined ? Number(match[1]) * factor : undefined;
}

/** CPU: cores (`2`, `0.5`) or thousandths of one (`250m`). */
export const cpuQuantity = referable(
  z.string().regex(/^(\d+(\.\d+)?|\d+m)$/, "must be cores, such as '2', or thousandths, such as '250m'"),
);

/** Memory or storage, with its unit: without one it would be bytes, and `m` would be thousandths of a byte. */
export const bytesQuantity = referable(
  z.string().regex(/^\d+(\.\d+)?([KMGTP]i|[kMGTP])$/, "must be a size with its unit, such as '64Mi' or '10Gi'"),
);
