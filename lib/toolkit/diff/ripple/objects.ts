import { isWithin } from '../../../core/fields/place.ts';
import { changedBindings } from '../bindings.ts';
import { locate } from '../fields/locate.ts';
import { effectOfField } from '../kubernetes/effects.ts';
import { actionOfObject, type ObjectDraft, titleOf } from '../kubernetes/object-draft.ts';
import { readBy } from '../kubernetes/readers.ts';
import type { FieldEffect } from '../types.ts';
import type { OutputCauses } from './elements.ts';

/** Outputs of objects that are replaced, and so give another value. */
export function replacedOutputs(drafts: readonly ObjectDraft[], objectOutputs: ReadonlyMap<string, string>): OutputCauses {
  const replaced = new Map<string, string>();
  for (const draft of drafts)
    if (draft.after && actionOfObject(draft) === 'replace') replaced.set(`${draft.after.unit} ${draft.after.id}`, titleOf(draft.after));
  const outputs: OutputCauses = new Map();
  for (const [output, object] of objectOutputs) {
    const title = replaced.get(object);
    if (title !== undefined) outputs.set(output, { because: `${title} is replaced`, certain: true });
  }
  return outputs;
}

/** Adds a field to each object that a changed value reaches, and a restart to the pods that read it from a ConfigMap or Secret. */
export function rippleObjects(drafts: readonly ObjectDraft[], outputs: OutputCauses): void {
  if (outputs.size > 0) for (const draft of drafts) rippleBindings(draft, outputs);
  const changed = new Map<string, string>();
  for (const draft of drafts)
    if (isBoundConfig(draft))
      changed.set(configKey(draft), `it reads ${titleOf(draft.after as NonNullable<ObjectDraft['after']>)}, where a bound value changes`);
  if (changed.size > 0) for (const draft of drafts) rippleReader(draft, changed);
}

function rippleBindings({ before, after, fields }: ObjectDraft, outputs: OutputCauses): void {
  if (!before || !after) return;
  for (const [pointer, binding] of after.bindings) {
    if (fields.some((field) => isWithin(field.pointer, pointer) || isWithin(pointer, field.pointer))) continue;
    const causes = binding.parts.flatMap((part) => (typeof part === 'string' ? [] : (outputs.get(`${part.unit}.${part.output}`) ?? [])));
    const cause = causes[0];
    if (!cause) continue;
    const { name, value } = locate(after.manifest, pointer);
    const effect = effectOfField(before.manifest, after.manifest, { pointer, name });
    fields.push({ pointer, name, before: value, after: value, effect, because: cause.because });
  }
}

/** Whether a ConfigMap or Secret gets another value of a reference: the applier then rolls the pods that read it. */
function isBoundConfig({ before, after, fields }: ObjectDraft): boolean {
  if (!before || !after || (after.entry.kind !== 'ConfigMap' && after.entry.kind !== 'Secret')) return false;
  if (before.bindings.size === 0 && after.bindings.size === 0) return false;
  return fields.some((field) => field.because !== undefined) || changedBindings(before.bindings, after.bindings).length > 0;
}

function configKey({ after }: ObjectDraft): string {
  return `${after?.cluster} ${after?.entry.kind}/${after?.entry.namespace ?? ''}/${after?.entry.name}`;
}

const TEMPLATE = { pointer: '/spec/template', name: 'spec.template' };

function rippleReader({ before, after, fields }: ObjectDraft, changed: ReadonlyMap<string, string>): void {
  if (!before || !after) return;
  const restarts = (): FieldEffect => effectOfField(before.manifest, after.manifest, TEMPLATE);
  if (!WORKLOADS.has(after.entry.kind) || restarts() !== 'restart') return;
  for (const config of readBy(after)) {
    const because = changed.get(`${after.cluster} ${config}`);
    if (because !== undefined) fields.push({ ...TEMPLATE, effect: 'restart', because });
  }
}

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
