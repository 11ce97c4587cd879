import { applySetId } from '../../assembly/apply-set.ts';
import type { Placement } from '../placement.ts';

/** `platform/env/cluster/unit`, or `platform/env/terraform/stack`. */
export function unitKey(platform: string, placement: Placement): string {
  return [platform, placement.environment.name, placement.cluster?.name ?? 'terraform', placement.name].join('/');
}

/** The ApplySet that a unit's objects belong to. */
export function applySetOf(platform: string, placement: Placement): string {
  return applySetId(unitKey(platform, placement));
}
