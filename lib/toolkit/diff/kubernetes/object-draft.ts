import { compareFields } from '../../../core/fields/compare.ts';
import { maskSecret } from '../../../core/fields/mask-secret.ts';
import { restartNote, restartsPods } from '../../../facts/kubernetes/pod-restarts.ts';
import { hiddenDifferences } from '../bindings.ts';
import { actionOf } from '../fields/effects.ts';
import type { Action, Change, FieldChange } from '../types.ts';
import { effectOfField, heldBack } from './effects.ts';
import type { GpuCounter } from './gpu-counter.ts';
import type { LocatedObject } from './index-objects.ts';
import type { ObjectPair } from './pair-objects.ts';
import { restartedGpus } from './restarted-gpus.ts';

/** A pair of objects with the changes found so far; those that follow from other changes are added later. */
export interface ObjectDraft extends ObjectPair {
  readonly fields: FieldChange[];
}

/** Label that says which unit an object belongs to: applying the new unit sets it, and nothing else happens. */
const PART_OF = '/metadata/labels/applyset.kubernetes.io~1part-of';

/** Compares the manifests and bindings of a pair. */
export function draftObject(pair: ObjectPair): ObjectDraft {
  const { before, after } = pair;
  if (!before || !after) return { ...pair, fields: [] };
  const shown =
    before.entry.digest === after.entry.digest
      ? []
      : compareFields(before.manifest, after.manifest).filter((field) => field.pointer !== PART_OF || isOfPods(after));
  const differences = [...shown, ...hiddenDifferences(before.bindings, after.bindings, shown)];
  return {
    ...pair,
    fields: differences.map((difference) => ({
      ...maskSecret(after.manifest, difference),
      effect: effectOfField(before.manifest, after.manifest, difference),
    })),
  };
}

/** Whether the label is one of the pods too, so that they restart in their new unit. */
function isOfPods({ manifest }: LocatedObject): boolean {
  return restartsPods(manifest.apiVersion, manifest.kind, PART_OF, manifest);
}

/** What becomes of the pair; undefined when nothing does. */
export function actionOfObject({ before, after, fields }: ObjectDraft): Action | undefined {
  if (!before) return 'create';
  if (!after) return 'delete';
  // Kubernetes can't rename: an alias keeps the history of the construct, the object is another.
  if (before.id !== after.id) return 'replace';
  return actionOf(fields, isMoved(before, after));
}

function isMoved(before: LocatedObject, after: LocatedObject): boolean {
  return before.unit !== after.unit || before.entry.path !== after.entry.path;
}

/** The draft as a change; undefined when there is nothing to do. */
export function finishObject(draft: ObjectDraft, gpus: GpuCounter): Change | undefined {
  const action = actionOfObject(draft);
  const { before, after, fields } = draft;
  const object = after ?? before;
  if (!action || !object) return undefined;
  const [was, is] = [before ? gpus(before, 'before') : 0, after ? gpus(after, 'after') : 0];
  return {
    action,
    plane: 'kubernetes',
    kind: 'object',
    unit: object.unit,
    id: object.id,
    title: titleOf(object),
    path: object.entry.path,
    ...(before &&
      after &&
      (before.id !== after.id || isMoved(before, after)) && { from: { unit: before.unit, id: before.id, path: before.entry.path } }),
    fields,
    notes: notesOf(draft, action),
    ...((was > 0 || is > 0) && {
      gpus: { before: was, after: is, ...(action === 'restart' && { restart: restartedGpus(draft, fields, gpus) }) },
    }),
  };
}

/** `Deployment chat/server`, `Namespace chat`. */
export function titleOf({ entry }: Pick<LocatedObject, 'entry'>): string {
  return `${entry.kind} ${entry.namespace === undefined ? '' : `${entry.namespace}/`}${entry.name}`;
}

function notesOf({ before, after, fields }: ObjectDraft, action: Action): string[] {
  const notes: string[] = [];
  if (after && (action === 'update' || action === 'restart')) {
    const pointers = fields.map((field) => field.pointer);
    const { apiVersion, kind } = after.manifest;
    const note = action === 'update' ? heldBack(after.manifest, pointers) : restartNote(apiVersion, kind, after.manifest);
    if (note !== undefined) notes.push(note);
  }
  if (before && after && before.id !== after.id)
    notes.push(
      `was ${titleOf(before)}: Kubernetes can not rename, so the object is created under the new identity and the old one is deleted`,
    );
  if (action === 'delete' && before?.entry.kind === 'Namespace') notes.push('everything in the namespace is deleted with it');
  if (action === 'delete' && before?.entry.kind === 'CustomResourceDefinition') notes.push('every object of the kind is deleted with it');
  return notes;
}
