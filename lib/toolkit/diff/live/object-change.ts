import type { ObjectChange, UnitPlan } from '../../../apply/plan/types.ts';
import { refName } from '../../../apply/plan/types.ts';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { restartNote, restartsPods } from '../../../facts/kubernetes/pod-restarts.ts';
import { gpusOf } from '../kubernetes/gpus.ts';
import type { Action, Change, FieldChange } from '../types.ts';

/** Reads the manifest of a file of the assembly. */
export type ReadManifest = (file: string) => KubernetesObject | undefined;

/** What a plan does to the objects of a unit, as changes; those that the API server or the policy refuses are errors of the plan instead. */
export function changesOfPlan({ unit, changes }: UnitPlan, read: ReadManifest): Change[] {
  return changes.flatMap((change) => {
    const manifest = change.file === undefined ? undefined : read(change.file);
    const fields = change.fields.map((field): FieldChange => ({ ...field, effect: effectOf(change, manifest, field.pointer) }));
    const action = actionOf(change, fields);
    if (!action) return [];
    const count = manifest ? gpusOf(manifest) : 0;
    const is = action === 'delete' || action === 'moved' ? 0 : count;
    const was = action === 'create' ? 0 : count;
    return [
      {
        action,
        plane: 'kubernetes',
        kind: 'object',
        unit,
        id: change.id,
        title: refName(change.object),
        path: change.path ?? unit,
        fields,
        notes: notesOf(change, action, manifest),
        ...((is > 0 || was > 0) && { gpus: { before: was, after: is, ...(action === 'restart' && { restart: is }) } }),
      },
    ];
  });
}

function actionOf({ action }: ObjectChange, fields: readonly FieldChange[]): Action | undefined {
  if (action === 'create' || action === 'replace' || action === 'delete') return action;
  // It stays as it is, and nobody manages it any more.
  if (action === 'keep') return 'moved';
  if (action === 'update' || action === 'adopt') return fields.some(({ effect }) => effect === 'restart') ? 'restart' : 'update';
  return undefined;
}

function effectOf({ action, object }: ObjectChange, manifest: KubernetesObject | undefined, pointer: string): FieldChange['effect'] {
  if (action === 'replace') return 'replace';
  return manifest && restartsPods(object.apiVersion, object.kind, pointer, manifest) ? 'restart' : 'update';
}

function notesOf({ action, object, reason }: ObjectChange, done: Action, manifest: KubernetesObject | undefined): string[] {
  const notes: string[] = [];
  if (action === 'keep') notes.push(`it left the program and stays, without a unit: ${reason}`);
  else if (action === 'adopt') notes.push('it was made by something else, and becomes a member of the unit');
  else if (reason !== undefined) notes.push(reason);
  if (action === 'delete' && object.kind === 'Namespace') notes.push('everything in the namespace is deleted with it');
  if (action === 'delete' && object.kind === 'CustomResourceDefinition') notes.push('every object of the kind is deleted with it');
  const restart = done === 'restart' && manifest ? restartNote(object.apiVersion, object.kind, manifest) : undefined;
  if (restart !== undefined) notes.push(restart);
  return notes;
}
