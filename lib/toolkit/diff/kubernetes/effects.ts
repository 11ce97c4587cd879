import type { KubernetesObject } from '../../../assembly/content.ts';
import type { Difference } from '../../../core/fields/compare.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { escapeToken } from '../../../core/json-pointer.ts';
import { isImmutable } from '../../../facts/kubernetes/immutable-fields.ts';
import { restartsPods } from '../../../facts/kubernetes/pod-restarts.ts';
import type { FieldEffect } from '../types.ts';

/** What a change of one field of an object does. */
export function effectOfField(before: KubernetesObject, after: KubernetesObject, difference: Difference): FieldEffect {
  const { apiVersion, kind } = after;
  // Another version of the same group is the same object.
  if (difference.pointer === '/apiVersion') return 'update';
  const pointers = [...leaves(difference.pointer, difference.before), ...leaves(difference.pointer, difference.after)];
  if (pointers.some((pointer) => isImmutable(apiVersion, kind, pointer, before))) return 'replace';
  return pointers.some((pointer) => restartsPods(apiVersion, kind, pointer, after)) ? 'restart' : 'update';
}

/** Whether a change would restart pods, did the workload not say that they stay. */
export function isHeldBack(after: KubernetesObject, pointer: string): boolean {
  const { apiVersion, kind } = after;
  return restartsPods(apiVersion, kind, pointer) && !restartsPods(apiVersion, kind, pointer, after);
}

/** Pointers of everything that a value holds, so that a whole branch that comes or goes is judged by its fields. */
function* leaves(pointer: string, value: unknown): Generator<string> {
  const children = Array.isArray(value)
    ? value.map((entry, index) => [String(index), entry] as const)
    : isMap(value)
      ? Object.entries(value)
      : [];
  if (children.length === 0) yield pointer;
  for (const [key, entry] of children) yield* leaves(`${pointer}/${escapeToken(key)}`, entry);
}
