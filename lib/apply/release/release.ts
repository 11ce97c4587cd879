import type { UnitPlan } from '../plan/types.ts';
import type { ChangeSet } from '../terraform/plan/change-set.ts';

/** Who approved what was done. */
export interface ApprovalRecord {
  /** The subject, as it was authenticated or as the key that signed says. */
  readonly by: string;
}

/** One revision of a unit as it was applied. */
export interface UnitRelease {
  readonly schemaVersion: '1.0';
  /** `platform/env/cluster/unit` or `platform/env/terraform/stack`. */
  readonly key: string;
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly plane: 'kubernetes' | 'terraform';
  /** 1, 2 and so on, for each unit. */
  readonly revision: number;
  /** Digest of the unit file: it names all else that the unit holds. */
  readonly contentDigest: string;
  /** Digests by path in the assembly, the unit file among them. */
  readonly files: Readonly<Record<string, string>>;
  /** Units that it depended on, `<env>/<unit id>`: the order in which they are removed. */
  readonly dependsOn: readonly string[];
  /** Values that it was given, by `<unit>.<output>`. */
  readonly inputs: Readonly<Record<string, InputRecord>>;
  /** Values that it gives, of a Terraform unit. */
  readonly outputs: Readonly<Record<string, OutputRecord>>;
  /** UID of the namespace kube-system of the cluster that it went to, of a Kubernetes unit. */
  readonly clusterUid?: string;
  readonly tool?: { readonly name: string; readonly version: string };
  /** The state after it, of a Terraform unit. */
  readonly state?: { readonly lineage: string; readonly serial: number };
  /** What was done, masked. */
  readonly changes: ChangeSet | UnitPlan;
  readonly commit?: string;
  readonly author?: string;
  readonly approval?: ApprovalRecord;
  /** Whether an earlier content was taken back. @default false */
  readonly rollback?: boolean;
  readonly result: 'applied' | 'failed' | 'removed';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly error?: string;
}

/** A value that a unit was given. A secret one is never kept, nor a hash of it: the state that it came from stands for it. */
export type InputRecord =
  | { readonly value: unknown }
  | { readonly sensitive: true; readonly from: { readonly lineage: string; readonly serial: number } };

/** A value that a unit gives. */
export type OutputRecord = { readonly value: unknown } | { readonly sensitive: true };

/** A release without what makes it large. */
export type ReleaseSummary = Omit<UnitRelease, 'files' | 'changes'>;
