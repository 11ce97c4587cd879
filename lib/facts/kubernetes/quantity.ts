/*
 * Source: k8s.io/apimachinery v0.36.2 pkg/api/resource/quantity.go:
 * <signedNumber><suffix>, suffix binary (Ki … Ei), decimal (n u m k M G T P E) or an exponent (e3, E3).
 */
const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;
const FACTORS: Readonly<Record<string, readonly [base: bigint, power: number]>> = {
  Ki: [1024n, 1],
  Mi: [1024n, 2],
  Gi: [1024n, 3],
  Ti: [1024n, 4],
  Pi: [1024n, 5],
  Ei: [1024n, 6],
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
};

/** Whether a value is a quantity of Kubernetes, such as `500m`, `1.5Gi` or 2. */
export function isQuantity(value: unknown): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && QUANTITY.test(value);
}

/** Compares two quantities exactly: negative when `a` is the smaller; undefined when one is none. */
export function compareQuantities(a: unknown, b: unknown): number | undefined {
  const left = nanosOf(a);
  const right = nanosOf(b);
  if (left === undefined || right === undefined) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A quantity in units of 10^-9, the smallest that Kubernetes keeps; finer ones are rounded up. */
export function nanosOf(value: unknown): bigint | undefined {
  const match = isQuantity(value) ? QUANTITY.exec(String(value)) : null;
  if (!match) return undefined;
  const [, sign, digits = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const [base, power] = FACTORS[suffix] ?? [10n, suffix === '' ? 0 : Number(suffix.slice(1))];
  const exponent = 9 - fraction.length + (base === 10n ? power : 0);
  let result = BigInt(`${whole}${fraction}`) * (base === 10n ? 1n : base ** BigInt(power));
  if (Math.abs(exponent) > 400) return undefined;
  const scale = 10n ** BigInt(Math.abs(exponent));
  result = exponent >= 0 ? result * scale : (result + scale - 1n) / scale;
  return sign === '-' ? -result : result;
}
