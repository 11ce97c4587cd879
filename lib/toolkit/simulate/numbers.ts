/** A whole number of a manifest, or what its kind takes without it. */
export function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fallback;
}

/** A number or percentage of replicas, percentages rounded up as every controller rounds a surge. */
export function share(value: unknown, replicas: number, fallback: string | number): number {
  const given = value ?? fallback;
  if (typeof given === 'number') return given;
  const percent = /^(\d+)%$/.exec(String(given))?.[1];
  return percent === undefined ? 0 : Math.ceil((Number(percent) * replicas) / 100);
}
