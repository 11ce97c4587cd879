import type { KubernetesObject } from '../../../assembly/content.ts';
import { compareFields } from '../../../core/fields/compare.ts';
import { maskSecret } from '../../../core/fields/mask-secret.ts';
import type { FieldChange } from '../../plan/types.ts';

/** Metadata that the server keeps by itself. */
const SERVER_FIELDS = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
];

/**
 * Fields in which an object will differ from the live one, values of Secrets masked.
 * @param onlySet whether to compare only what the second sets, since the server has not filled it
 */
export function liveChanges(before: KubernetesObject, after: KubernetesObject, onlySet = false): FieldChange[] {
  const changes = compareFields(withoutServerFields(before), withoutServerFields(after)).map((difference) => maskSecret(after, difference));
  return onlySet ? changes.filter((change) => change.after !== undefined) : changes;
}

function withoutServerFields(object: KubernetesObject): object {
  const { status, metadata, ...rest } = object;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_FIELDS.includes(key)));
  return { ...rest, metadata: kept };
}
