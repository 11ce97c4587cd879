import { createHash } from 'node:crypto';
import type { ManagedFieldsEntry, ObjectMeta } from '../client/lists.ts';

/** The one field manager of Keelson. */
export const FIELD_MANAGER = 'keelson';

/** What Keelson applied to an object, in the server's words; undefined when it never did. */
export function ownEntry(
  { managedFields = [] }: Pick<ObjectMeta, 'managedFields'>,
  manager: string = FIELD_MANAGER,
): ManagedFieldsEntry | undefined {
  return managedFields.find((entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource);
}

/**
 * A digest of which fields Keelson has. It changes as soon as anybody changes the value of one, removes it or takes it over:
 * the server then takes the field from the entry (Kubernetes documentation, "Server-Side Apply", "Field management").
 */
export function ownFieldsDigest(meta: Pick<ObjectMeta, 'managedFields'>): string {
  const entry = ownEntry(meta);
  if (!entry) return '';
  return createHash('sha256')
    .update(`${entry.apiVersion}\n${JSON.stringify(entry.fieldsV1)}`)
    .digest('base64url')
    .slice(0, 22);
}

/**
 * A digest of what keeps an object from going (finalizers) and what takes it along (owners), or nothing when it has neither. Those of
 * Kubernetes' own controllers come and go by themselves, as that of a load balancer.
 */
export function guardsDigest({ finalizers = [], ownerReferences = [] }: Pick<ObjectMeta, 'finalizers' | 'ownerReferences'>): string {
  const own = finalizers.filter((one) => one.includes('/') && !/(^|\.)k(ubernete)?s\.io\//.test(one)).sort();
  const owners = (ownerReferences as readonly { readonly uid?: string }[]).map(({ uid = '' }) => uid).sort();
  if (own.length + owners.length === 0) return '';
  return createHash('sha256')
    .update(JSON.stringify([own, owners]))
    .digest('base64url')
    .slice(0, 11);
}

/** Whether an entry has a field. @param path names of map fields, such as `spec`, `replicas` */
export function hasField(entry: ManagedFieldsEntry | undefined, path: readonly string[]): boolean {
  let fields: unknown = entry?.fieldsV1;
  for (const name of path) {
    if (typeof fields !== 'object' || fields === null || !(`f:${name}` in fields)) return false;
    fields = (fields as Record<string, unknown>)[`f:${name}`];
  }
  return entry !== undefined;
}
