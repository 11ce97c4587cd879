import { createHash } from 'node:crypto';
import type { Placement } from '../placement.ts';

/** Namespace of Keelson's own records in a cluster. */
export const SYSTEM_NAMESPACE = 'keelson-system';

/** `platform/env/cluster/unit`, or `platform/env/terraform/stack`. */
export function unitKey(platform: string, placement: Placement): string {
  return [platform, placement.environment.name, placement.cluster?.name ?? 'terraform', placement.name].join('/');
}

/**
 * The ApplySet that a unit's objects belong to, so that `kubectl` can list them.
 * Source: KEP-3659, "ApplySet ID": `applyset-<base64url(sha256(<name>.<namespace>.<kind>.<group>))>-v1` of the parent object,
 * here a ConfigMap in keelson-system.
 */
export function applySetId(platform: string, placement: Placement): string {
  const parent = `${applySetParent(platform, placement)}.${SYSTEM_NAMESPACE}.ConfigMap.`;
  return `applyset-${createHash('sha256').update(parent).digest('base64url')}-v1`;
}

/** Name of the ConfigMap that is the ApplySet's parent. */
export function applySetParent(platform: string, placement: Placement): string {
  const name = unitKey(platform, placement).replaceAll('/', '.').toLowerCase();
  if (name.length <= 200) return name;
  return `${name.slice(0, 180)}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
