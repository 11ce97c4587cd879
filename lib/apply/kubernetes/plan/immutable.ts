import type { KubernetesObject } from '../../../assembly/content.ts';
import { isImmutable } from '../../../facts/kubernetes/immutable-fields.ts';
import type { ApiStatus, StatusCause } from '../client/status.ts';
import { groupKind } from './order.ts';

/** Kinds that are never replaced, whatever a policy says: what is in them would go with them. */
const NEVER: ReadonlySet<string> = new Set([
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  '/Node',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'storage.k8s.io/StorageClass',
]);

/** The server's words for a field that can not change, in k8s.io/apimachinery v0.36.2 pkg/api/validation/objectmeta.go and pkg/apis. */
const WORDS = [
  /field is immutable/,
  /updates to .+ spec for fields other than .+ are forbidden/,
  /may not be changed once set/,
  /cannot be changed after creation/,
  /may not change once set/,
  /cannot change roleRef/,
];

/**
 * Whether a refusal says nothing else than that fields can not change: only then does replacing the object help. One cause of
 * another sort, such as a typing error, and the whole is a wrong object.
 */
export function isOnlyImmutable(status: ApiStatus, manifest: KubernetesObject): boolean {
  return status.code === 422 && status.causes.length > 0 && status.causes.every((cause) => isImmutableCause(cause, manifest));
}

/** Whether an object of this kind may ever be replaced. */
export function isReplaceable(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean {
  return !NEVER.has(groupKind(object));
}

function isImmutableCause(cause: StatusCause, manifest: KubernetesObject): boolean {
  if (cause.reason !== 'FieldValueInvalid' && cause.reason !== 'FieldValueForbidden') return false;
  if (WORDS.some((words) => words.test(cause.message))) return true;
  return cause.reason === 'FieldValueForbidden' && isImmutable(manifest.apiVersion, manifest.kind, pointerOf(cause.field), manifest);
}

/** `spec.template.containers[0].image` as a JSON pointer. */
function pointerOf(field: string): string {
  return `/${field
    .replace(/\[([^\]]*)\]/g, '.$1')
    .split('.')
    .join('/')}`;
}
