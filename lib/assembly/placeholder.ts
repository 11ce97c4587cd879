import type { BindingPart, BindingValue } from './schema.ts';

/** A placeholder anywhere in a text. */
export const PLACEHOLDER = /<keelson:[^<>\s]+>/;

/** How a value of another unit is shown in a file: within an environment by unit id, else with the environment. */
export function placeholder(value: Pick<BindingValue, 'unit' | 'output'>, environment: string): string {
  const prefix = `${environment}/`;
  const unit = value.unit.startsWith(prefix) ? value.unit.slice(prefix.length) : value.unit;
  return `<keelson:${unit}.${value.output}>`;
}

/** What a file shows at a bound field: the literal parts as they are, each value as its placeholder. */
export function placeholderText(parts: readonly BindingPart[], environment: string): string {
  return parts.map((part) => (typeof part === 'string' ? part : placeholder(part, environment))).join('');
}
