import { compareVersions } from './providers.ts';

/** A JSON object of a stack. */
export type Json = Record<string, unknown>;

/** An attribute that an older provider does not have, or has by another name. */
interface Difference {
  /** `aws_eks_cluster`, `data.aws_region`. */
  readonly type: string;
  readonly attribute: string;
  /** First version of the provider that has it. */
  readonly since: string;
  /** Its name before; without one it is left out of the copy. */
  readonly before?: string;
}

/**
 * All that a stack for provider 6.25.0 may need to pass with an older one. Keep it short: whatever is not listed here fails.
 * Source: terraform-provider-aws, CHANGELOG.md and "AWS Provider Version 6 Upgrade Guide".
 */
export const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  'hashicorp/aws': [
    { type: 'data.aws_region', attribute: 'region', since: '6.0.0', before: 'name' },
    { type: 'aws_eks_cluster', attribute: 'deletion_protection', since: '6.9.0' },
  ],
};

/** Rewrites a stack for an older provider, in place. Gives each difference that it needed, in words. */
export function applyDifferences(stack: Json, provider: string, version: string): string[] {
  const made: string[] = [];
  for (const { type, attribute, since, before } of DIFFERENCES[provider] ?? []) {
    if (compareVersions(version, since) >= 0) continue;
    const bodies = bodiesOf(stack, type);
    for (const [name, body] of Object.entries(bodies)) {
      if (!(attribute in body)) continue;
      if (before !== undefined) body[before] = body[attribute];
      delete body[attribute];
      made.push(`${type}.${name}: ${before === undefined ? `without ${attribute}` : `${before} for ${attribute}`}`);
    }
    if (before === undefined) continue;
    for (const name of Object.keys(bodies)) {
      const uses = renameUses(stack, `${type}.${name}.${attribute}`, `${type}.${name}.${before}`);
      if (uses > 0) made.push(`${type}.${name}.${before} for .${attribute}, ${uses} times`);
    }
  }
  return made;
}

/** Bodies of a type by name. */
export function bodiesOf(stack: Json, type: string): Record<string, Json> {
  const [block, key] = type.startsWith('data.') ? ['data', type.slice('data.'.length)] : ['resource', type];
  return ((stack[block] as Json | undefined)?.[key] ?? {}) as Record<string, Json>;
}

/** Replaces a traversal in every text of a stack, in place. Gives how often. */
function renameUses(value: unknown, from: string, to: string): number {
  let uses = 0;
  const pattern = new RegExp(`${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9_-])`, 'g');
  const visit = (current: unknown): unknown => {
    if (typeof current === 'string')
      return current.replace(pattern, () => {
        uses++;
        return to;
      });
    if (typeof current === 'object' && current !== null)
      for (const [key, entry] of Object.entries(current)) (current as Json)[key] = visit(entry);
    return current;
  };
  visit(value);
  return uses;
}
