export type { ObjectEvent } from '../../apply/kubernetes/apply/unit-context.ts';
export type { ObjectDrift, UnitDrift } from '../../apply/kubernetes/drift/cluster-drift.ts';
export type { ObjectReadiness } from '../../apply/kubernetes/readiness/wait-ready.ts';
export type { ObjectState, ObjectStatus, UnitStatus } from '../../apply/kubernetes/status/cluster-status.ts';
export { type Action, type FieldChange, type ObjectChange, type ObjectRef, refName, type UnitPlan } from '../../apply/plan/types.ts';
export type { RunEvent, UnitOutcome } from '../../apply/run/environment-run.ts';
export type { ChangeSet as TerraformChanges, ResourceChange } from '../../apply/terraform/plan/change-set.ts';
export { costText } from '../../apply/terraform/plan/resource-cost.ts';
