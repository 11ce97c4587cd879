import { isDeepStrictEqual } from 'node:util';
import type { Binding, BindingPart } from '../../../assembly/schema.ts';
import { followPart } from '../bindings.ts';
import { rewriteTexts } from '../fields/rewrite.ts';
import { rewriteReferences } from './references.ts';
import type { Stack } from './stack.ts';

/** Old addresses by new address, of what moved within a stack. */
export type Origins = ReadonlyMap<string, string>;

type Stacks = ReadonlyMap<string, Stack>;

/**
 * What moved in each stack by `moved` blocks, and what got another name with it although its value stays: outputs are named by
 * what they give, and the variables of other stacks by the outputs that they are bound to.
 */
export function findOrigins(before: Stacks, after: Stacks): ReadonlyMap<string, Origins> {
  const origins = new Map<string, Map<string, string>>();
  const renamed = new Map<string, string>();
  for (const [unit, now] of after) {
    const old = before.get(unit);
    const moved = old ? movedIn(old, now) : new Map<string, string>();
    if (old && moved.size > 0) {
      for (const [to, from] of renamedOutputs(old, now, moved)) {
        moved.set(to, from);
        if (to.startsWith(OUTPUT)) renamed.set(`${unit}.${from.slice(OUTPUT.length)}`, `${unit}.${to.slice(OUTPUT.length)}`);
      }
    }
    origins.set(unit, moved);
  }
  if (renamed.size === 0) return origins;
  for (const [unit, now] of after) {
    const old = before.get(unit);
    if (old) for (const [to, from] of renamedVariables(old, now, renamed)) origins.get(unit)?.set(to, from);
  }
  return origins;
}

const OUTPUT = 'output.';
const VARIABLE = 'variable.';

function movedIn(before: Stack, after: Stack): Map<string, string> {
  const origins = new Map<string, string>();
  for (const from of after.moved.keys()) {
    if (!before.elements.has(from) || after.elements.has(from)) continue;
    const to = endOf(from, after.moved);
    if (after.elements.has(to) && !before.elements.has(to)) origins.set(to, from);
  }
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

function renamedOutputs(before: Stack, after: Stack, origins: Origins): Map<string, string> {
  const rewrite = addressRewriter(origins);
  return matchNew(OUTPUT, before, after, (old, now) => {
    const value = rewriteTexts(before.elements.get(old)?.body['value'], rewrite);
    return isDeepStrictEqual(after.elements.get(now)?.body['value'], value);
  });
}

function renamedVariables(before: Stack, after: Stack, outputs: ReadonlyMap<string, string>): Map<string, string> {
  const partsOf = (stack: Stack, address: string, follow: (part: BindingPart) => BindingPart): BindingPart[] =>
    [...stack.bindingsOf(`var.${address.slice(VARIABLE.length)}`).values()].flatMap((binding: Binding) => binding.parts.map(follow));
  const follow = (part: BindingPart): BindingPart => followPart(part, outputs);
  return matchNew(VARIABLE, before, after, (old, now) => {
    const parts = partsOf(before, old, follow);
    return (
      parts.length > 0 &&
      isDeepStrictEqual(
        partsOf(after, now, (part) => part),
        parts,
      )
    );
  });
}

/** New addresses with the old ones that they stand for, of elements that only one side has. */
function matchNew(prefix: string, before: Stack, after: Stack, isSame: (old: string, now: string) => boolean): Map<string, string> {
  const found = new Map<string, string>();
  const only = (stack: Stack, other: Stack): string[] =>
    [...stack.elements.keys()].filter((address) => address.startsWith(prefix) && !other.elements.has(address));
  const fresh = only(after, before);
  for (const old of only(before, after)) {
    const match = fresh.find((now) => !found.has(now) && isSame(old, now));
    if (match !== undefined) found.set(match, old);
  }
  return found;
}

/** Rewrites expressions to the new addresses. */
export function addressRewriter(origins: Origins): (text: string) => string {
  if (origins.size === 0) return (text) => text;
  const destinations = new Map([...origins].map(([to, from]) => [from, to]));
  return (text) => rewriteReferences(text, destinations);
}
