import type { KubernetesObject } from '../../../assembly/content.ts';
import type { Difference } from '../../../core/fields/compare.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { escapeToken } from '../../../core/json-pointer.ts';
import { isImmutable } from '../../../facts/kubernetes/immutable-fields.ts';
import { reachesPods, restartsPods, whyPodsStay } from '../../../facts/kubernetes/pod-restarts.ts';
import type { FieldEffect } from '../types.ts';

/** What a change of one field of an object does. */
export function effectOfField(before: KubernetesObject, after: KubernetesObject, difference: Difference): FieldEffect {
  const { apiVersion, kind } = after;
  // Another version of the same group is the same object.
  if (difference.pointer === '/apiVersion') return 'update';
  const pointers = [...leaves(difference.pointer, difference.before), ...leaves(difference.pointer, difference.after)];
  if (pointers.some((pointer) => isImmutable(apiVersion, kind, pointer, before))) return 'replace';
  if (isNewGroup(kind, difference)) return 'update';
  return pointers.some((pointer) => restartsPods(apiVersion, kind, pointer, after)) ? 'restart' : 'update';
}

/**
 * Whether a group of workers comes beside those of a RayService: its running cluster gets it, and no other is made.
 * Source: ray-project/kuberay v1.7.0 rayservice_controller.go isClusterSpecHashEqual with `partial`.
 */
function isNewGroup(kind: string, { pointer, before }: Difference): boolean {
  return kind === 'RayService' && before === undefined && /^\/spec\/rayClusterConfig\/workerGroupSpecs\/\d+$/.test(pointer);
}

/** Why the pods of a workload stay as they are although a field that they come from changes; undefined where none of it holds. */
export function heldBack(after: KubernetesObject, pointers: readonly string[]): string | undefined {
  const { apiVersion, kind } = after;
  const why = whyPodsStay(apiVersion, kind, after);
  return why !== undefined && pointers.some((pointer) => reachesPods(apiVersion, kind, pointer, after)) ? why : undefined;
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
