import { isDeepStrictEqual } from 'node:util';
import type { Binding, BindingPart } from '../../assembly/schema.ts';
import type { Difference } from '../../core/fields/compare.ts';
import { isWithin } from '../../core/fields/place.ts';
import { parsePointer } from '../../core/json-pointer.ts';

/** Bindings of one target, by JSON pointer. */
export type TargetBindings = ReadonlyMap<string, Binding>;

const NONE: TargetBindings = new Map();

/** Bindings of a unit by target, then by pointer. */
export function bindingsByTarget(bindings: readonly Binding[]): (target: string) => TargetBindings {
  const targets = new Map<string, Map<string, Binding>>();
  for (const binding of bindings) {
    const pointers = targets.get(binding.target) ?? new Map<string, Binding>();
    targets.set(binding.target, pointers.set(binding.pointer ?? '', binding));
  }
  return (target) => targets.get(target) ?? NONE;
}

/** Pointers at which two sets of bindings differ. */
export function changedBindings(before: TargetBindings, after: TargetBindings): string[] {
  const pointers = new Set([...after.keys(), ...before.keys()]);
  return [...pointers].filter((pointer) => !isDeepStrictEqual(before.get(pointer), after.get(pointer)));
}

/** Differences of bindings that the texts of the manifests don't show, such as another type of the same value. */
export function hiddenDifferences(before: TargetBindings, after: TargetBindings, shown: readonly Difference[]): Difference[] {
  return changedBindings(before, after)
    .filter((pointer) => !shown.some((field) => isWithin(field.pointer, pointer) || isWithin(pointer, field.pointer)))
    .map((pointer) => {
      const [old, now] = [before.get(pointer), after.get(pointer)];
      return {
        pointer,
        name: `${parsePointer(pointer).join('.')} (binding)`,
        ...(old && { before: describeBinding(old) }),
        ...(now && { after: describeBinding(now) }),
      };
    });
}

/** `https://<keelson:terraform.data.host>/v1 (string)`. */
export function describeBinding(binding: Binding): string {
  const facts = [binding.type, binding.sensitive && 'sensitive'].filter(Boolean).join(', ');
  return `${binding.parts.map(describePart).join('')} (${facts})`;
}

function describePart(part: BindingPart): string {
  if (typeof part === 'string') return part;
  return `<keelson:${part.unit}.${part.output}${part.as ? ` as ${part.as}` : ''}>`;
}

/** Bindings with the new names of outputs in them, both as `<env>/<unit id>.<output>`. */
export function followBindings(bindings: TargetBindings, renamed: ReadonlyMap<string, string>): TargetBindings {
  return new Map(
    [...bindings].map(([pointer, binding]) => [pointer, { ...binding, parts: binding.parts.map((part) => followPart(part, renamed)) }]),
  );
}

/** A part of a binding with the new name of its output. */
export function followPart(part: BindingPart, renamed: ReadonlyMap<string, string>): BindingPart {
  if (typeof part === 'string') return part;
  const other = renamed.get(`${part.unit}.${part.output}`);
  return other === undefined ? part : { ...part, output: other.slice(part.unit.length + 1) };
}
