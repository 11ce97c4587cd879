import { apiGroup } from '../../core/api-version.ts';
import { isAtOrBelow } from './immutable-fields.ts';
import { type PodTemplates, podTemplates } from './pod-templates.ts';

type Content = Readonly<Record<string, unknown>>;

/** Containers of a bare pod that the kubelet restarts in place when their image changes. */
const POD_IMAGES = ['/spec/containers/*/image', '/spec/initContainers/*/image'];

/**
 * Whether a change of a field makes running pods restart or roll by itself.
 * @param pointer JSON pointer into the manifest
 * @param object the manifest; with it, a pause and the strategy of the workload are seen
 */
export function restartsPods(apiVersion: string, kind: string, pointer: string, object: Content = {}): boolean {
  return reachesPods(apiVersion, kind, pointer, object) && whyPodsStay(apiVersion, kind, object) === undefined;
}

/** Whether running pods come from a field, so that a change of it restarts them unless {@link whyPodsStay} says otherwise. */
export function reachesPods(apiVersion: string, kind: string, pointer: string, object: Content = {}): boolean {
  if (apiVersion === 'v1' && kind === 'Pod') return POD_IMAGES.some((image) => isAtOrBelow(pointer, image));
  const { fields = [], except = [] } = templatesOf(apiVersion, kind) ?? {};
  if (!fields.some((field) => isAtOrBelow(pointer, field))) return false;
  return !(typeof except === 'function' ? except(object) : except).some((field) => isAtOrBelow(pointer, field));
}

/** Why the pods of a workload keep what they were made from, as a sentence without a full stop; undefined when they restart. */
export function whyPodsStay(apiVersion: string, kind: string, object: Content): string | undefined {
  return templatesOf(apiVersion, kind)?.stay?.(object);
}

/** What else happens when the pods of a workload restart, as a sentence without a full stop. */
export function restartNote(apiVersion: string, kind: string, object: Content): string | undefined {
  return templatesOf(apiVersion, kind)?.also?.(object);
}

/**
 * Fields of the parts of a workload that a change of some fields leaves alone: an InferenceService's predictor, when its
 * transformer changes. Empty for a workload of one part.
 */
export function untouchedParts(apiVersion: string, kind: string, pointers: readonly string[]): readonly string[] {
  const parts = Object.values(templatesOf(apiVersion, kind)?.parts ?? {});
  const touches = (part: readonly string[], pointer: string): boolean => part.some((field) => isAtOrBelow(pointer, field));
  if (pointers.some((pointer) => !parts.some((part) => touches(part, pointer)))) return [];
  return parts.filter((part) => !pointers.some((pointer) => touches(part, pointer))).flat();
}

function templatesOf(apiVersion: string, kind: string): PodTemplates | undefined {
  return podTemplates[`${apiGroup(apiVersion)}/${kind}`];
}
