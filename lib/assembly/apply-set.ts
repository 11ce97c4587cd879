import { createHash } from 'node:crypto';

/** Namespace of Keelson's own records in a cluster. */
export const SYSTEM_NAMESPACE = 'keelson-system';

/** Field manager of what a sandbox makes in place of a cluster's own: the applier takes it over as if it were not there. */
export const SANDBOX_MANAGER = 'keelson-sandbox';

/** Name of the ConfigMap that is the parent of a unit's ApplySet. @param key `platform/env/cluster/unit` */
export function applySetParent(key: string): string {
  const name = key.replaceAll('/', '.').toLowerCase();
  if (name.length <= 200) return name;
  return `${name.slice(0, 180)}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/**
 * The ApplySet that a unit's objects belong to, so that `kubectl` can list them.
 * Source: KEP-3659, "ApplySet ID": `applyset-<base64url(sha256(<name>.<namespace>.<kind>.<group>))>-v1` of the parent object,
 * here a ConfigMap in keelson-system.
 * @param key `platform/env/cluster/unit`
 */
export function applySetId(key: string): string {
  const parent = `${applySetParent(key)}.${SYSTEM_NAMESPACE}.ConfigMap.`;
  return `applyset-${createHash('sha256').update(parent).digest('base64url')}-v1`;
}
