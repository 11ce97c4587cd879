import { isWithin } from '../../../core/fields/place.ts';
import { effectOfArgument } from '../terraform/effects.ts';
import type { ElementDraft } from '../terraform/element-draft.ts';
import { type Reference, type Usage, usagesIn } from '../terraform/references.ts';
import type { FieldEffect } from '../types.ts';
import { BOUND_TO, type Cause, valueChange } from './element-values.ts';

/** Why outputs give other values than before, by `<env>/<unit id>.<output>`. */
export type OutputCauses = Map<string, Cause>;

/**
 * Follows changed values through the expressions, outputs and variables of all stacks, until nothing new is found.
 * Adds a field to each element that they reach, and a cause to each output.
 */
export function rippleElements(drafts: readonly ElementDraft[], outputs: OutputCauses): void {
  if (outputs.size === 0 && drafts.every((draft) => draft.fields.length === 0)) return;
  const byAddress = new Map<string, ElementDraft>();
  for (const draft of drafts) if (draft.after) byAddress.set(`${draft.after.stack.unit} ${draft.after.element.address}`, draft);
  let open = drafts.flatMap((draft) =>
    draft.before && draft.after ? usagesIn(draft.after.element).map((usage) => ({ draft, usage })) : [],
  );
  for (let found = true; found; ) {
    found = false;
    for (const draft of drafts) found = noteOutput(draft, outputs) || rippleVariable(draft, outputs) || found;
    const left = open.filter(({ draft, usage }) => !rippleUsage(draft, usage, byAddress));
    found ||= left.length < open.length;
    open = left;
  }
}

/** Adds the change of a field whose expression reads a changed value; false while none of them changes. */
function rippleUsage(draft: ElementDraft, usage: Usage, byAddress: ReadonlyMap<string, ElementDraft>): boolean {
  const { after, fields } = draft;
  if (!after) return true;
  for (const reference of usage.references) {
    const source = byAddress.get(`${after.stack.unit} ${declarationOf(reference)}`);
    const cause = source && source !== draft && valueChange(source, reference);
    if (!cause) continue;
    if (fields.some((field) => isWithin(usage.pointer, field.pointer))) return true;
    const { pointer, name, text } = usage;
    const effect = softened(effectOfArgument(after.element, pointer), cause);
    fields.push({ pointer, name, before: text, after: text, effect, because: cause.because });
    return true;
  }
  return false;
}

/** Address of what declares the value: `var.x` is read, `variable.x` declares. */
function declarationOf({ address }: Reference): string {
  return address.startsWith('var.') ? `variable.${address.slice('var.'.length)}` : address;
}

function softened(effect: FieldEffect, cause: Cause): FieldEffect {
  return effect === 'replace' && !cause.certain ? 'mayReplace' : effect;
}

/** Remembers that an output gives another value; false when it was known or isn't so. */
function noteOutput(draft: ElementDraft, outputs: OutputCauses): boolean {
  const { after } = draft;
  if (!after?.element.address.startsWith('output.')) return false;
  const key = `${after.stack.unit}.${after.element.address.slice('output.'.length)}`;
  const cause = outputs.has(key) ? undefined : valueChange(draft, { address: after.element.address });
  if (!cause) return false;
  outputs.set(key, cause);
  return true;
}

/** Adds to a variable that it is bound to an output that changes; false when it was known or isn't so. */
function rippleVariable({ before, after, fields }: ElementDraft, outputs: OutputCauses): boolean {
  if (!before || !after?.element.address.startsWith('variable.') || fields.some((field) => field.name === BOUND_TO)) return false;
  for (const binding of after.stack.bindingsOf(`var.${after.element.address.slice('variable.'.length)}`).values()) {
    for (const part of binding.parts) {
      const cause = typeof part === 'string' ? undefined : outputs.get(`${part.unit}.${part.output}`);
      if (!cause || typeof part === 'string') continue;
      const value = `<keelson:${part.unit}.${part.output}>`;
      fields.push({
        pointer: '',
        name: BOUND_TO,
        before: value,
        after: value,
        effect: cause.certain ? 'update' : 'mayReplace',
        because: cause.because,
      });
      return true;
    }
  }
  return false;
}
