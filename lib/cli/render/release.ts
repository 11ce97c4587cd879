import type { TerraformChanges, UnitPlan } from '../../toolkit/apply/types.ts';
import { summary } from './plan.ts';
import { terraformSummary } from './terraform-plan.ts';

/** Whether what a release changed is of Terraform. */
export function isTerraform(changes: UnitPlan | TerraformChanges): changes is TerraformChanges {
  return 'resources' in changes;
}

/** `2 create, 1 delete`, or that nothing changed. */
export function changesText(changes: UnitPlan | TerraformChanges): string {
  return (isTerraform(changes) ? terraformSummary(changes) : summary(changes.changes)) || 'no changes';
}
