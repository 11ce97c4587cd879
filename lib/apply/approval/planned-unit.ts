import type { KeelsonError } from '../../core/errors.ts';
import type { UnitPlan } from '../plan/types.ts';
import type { ApprovalRecord } from '../release/release.ts';
import type { ChangeSet } from '../terraform/plan/change-set.ts';

interface PlannedBase {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `platform/env/cluster/unit` or `platform/env/terraform/stack`. */
  readonly key: string;
  /** Digest of the unit file. */
  readonly contentDigest: string;
  /** Whether all that the unit has goes, since it left the program or that was asked for. @default false */
  readonly removesUnit?: boolean;
  /** Whether that was asked for, and the program may still have it. @default false */
  readonly wasAsked?: boolean;
}

/** A unit after planning: what would be done, for whoever has to approve it. */
export type PlannedUnit =
  | (PlannedBase & { readonly plane: 'kubernetes'; readonly plan: UnitPlan })
  | (PlannedBase & {
      readonly plane: 'terraform';
      readonly changes: ChangeSet;
      /** `sha256:<hex>` of the change set. */
      readonly digest: string;
      /** Which state it is of; absent when there is none yet. */
      readonly state?: { readonly lineage: string; readonly serial: number };
    });

/** Asked before anything of a unit is done. */
export interface ApprovalGate {
  /** No errors: it may go on. */
  check(planned: PlannedUnit): Promise<{ readonly errors: readonly KeelsonError[]; readonly approval?: ApprovalRecord }>;
}

/** Lets everything pass: what the rules of the planes allow needs no approval. */
export const OPEN_GATE: ApprovalGate = { check: async () => ({ errors: [] }) };
