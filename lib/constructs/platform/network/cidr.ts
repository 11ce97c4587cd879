/** A range of IPv4 addresses. */
export interface Cidr {
  /** First address, as a number. */
  readonly first: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Reads `10.0.0.0/16`; undefined for another form, and for an address that is not the first of its range. */
export function parseCidr(text: string): Cidr | undefined {
  const match = CIDR.exec(text);
  if (!match) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % 2 ** (32 - prefix) === 0 ? { first, prefix } : undefined;
}

/** `10.0.0.0/16`. */
export function formatCidr({ first, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
}

/** Whether two ranges share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first < b.first + sizeOf(b) && b.first < a.first + sizeOf(a);
}

/** Whether a range holds all of another. */
export function holds(outer: Cidr, inner: Cidr): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** Part number `index` of a range that is cut into `2 ** bits` equal ones. */
export function partOf({ first, prefix }: Cidr, bits: number, index: number): Cidr {
  return { first: first + index * 2 ** (32 - prefix - bits), prefix: prefix + bits };
}

/** How many addresses a range has. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}
