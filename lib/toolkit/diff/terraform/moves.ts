import { isDeepStrictEqual } from 'node:util';
import { rewriteTexts } from '../fields/rewrite.ts';
import { rewriteReferences } from './references.ts';
import type { Stack } from './stack.ts';

/** Old addresses by new address, of what a stack moved, and of outputs that got another name with it. */
export function originsOf(before: Stack, after: Stack): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const from of after.moved.keys()) {
    if (!before.elements.has(from) || after.elements.has(from)) continue;
    const to = endOf(from, after.moved);
    if (after.elements.has(to) && !before.elements.has(to)) origins.set(to, from);
  }
  if (origins.size > 0) for (const [to, from] of renamedOutputs(before, after, origins)) origins.set(to, from);
  return origins;
}

/** Where a chain of `moved` blocks ends. */
function endOf(from: string, moved: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let address = from;
  for (let next = moved.get(address); next !== undefined && !seen.has(next); next = moved.get(address)) {
    seen.add(next);
    address = next;
  }
  return address;
}

/** Outputs are named by what they give, so they change their names with the resources that move; the values stay. */
function renamedOutputs(before: Stack, after: Stack, origins: ReadonlyMap<string, string>): Map<string, string> {
  const rewrite = addressRewriter(origins);
  const renamed = new Map<string, string>();
  const isOutput = (address: string): boolean => address.startsWith('output.');
  const fresh = [...after.elements.values()].filter(({ address }) => isOutput(address) && !before.elements.has(address));
  for (const old of before.elements.values()) {
    if (!isOutput(old.address) || after.elements.has(old.address)) continue;
    const value = rewriteTexts(old.body['value'], rewrite);
    const match = fresh.find(({ address, body }) => !renamed.has(address) && isDeepStrictEqual(body['value'], value));
    if (match) renamed.set(match.address, old.address);
  }
  return renamed;
}

/** Rewrites expressions to the new addresses. */
export function addressRewriter(origins: ReadonlyMap<string, string>): (text: string) => string {
  if (origins.size === 0) return (text) => text;
  const destinations = new Map([...origins].map(([to, from]) => [from, to]));
  return (text) => rewriteReferences(text, destinations);
}
