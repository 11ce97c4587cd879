import type { Plane } from '../../assembly/schema.ts';

/**
 * What applying a change does, from nothing to worst. `moved`: the thing stays as it is and only who manages it, or under
 * which path, changes. `restart`: its pods restart. `replace`: it is deleted and created again.
 */
export const ACTIONS = ['moved', 'create', 'update', 'restart', 'replace', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

/** What the change of one field does. `mayReplace`: nobody knows offline; `none`: nothing, such as an attribute in `ignore_changes`. */
export type FieldEffect = 'none' | 'update' | 'mayReplace' | 'restart' | 'replace';

/** One field that differs. */
export interface FieldChange {
  /** JSON pointer into the new manifest or resource; into the old one when the field is gone. */
  readonly pointer: string;
  /** The same place for people, with names in place of indexes: `spec.containers[server].image`. */
  readonly name: string;
  /** Absent when the field is new. The values of a Secret are masked, references are placeholders. */
  readonly before?: unknown;
  /** Absent when the field is gone. */
  readonly after?: unknown;
  readonly effect: FieldEffect;
  /** Why the value changes although its text in the assembly doesn't: it comes from something that changes. */
  readonly because?: string;
}

/**
 * `object`: of Kubernetes. `resource`, `data`, `module`: of Terraform. `setting`: what a unit holds beside those, such as a
 * provider's configuration, and what `keelson.json` says of a cluster and its pools of nodes.
 */
export type ChangeKind = 'object' | 'resource' | 'data' | 'module' | 'setting';

/** What happens to one object or resource. */
export interface Change {
  readonly action: Action;
  readonly plane: Plane;
  readonly kind: ChangeKind;
  /** `<env>/<unit id>`: the new unit, or the old one of what is deleted. `<env>/<cluster>` for a cluster and its pools, which are in no unit. */
  readonly unit: string;
  /** For an object its identity, `group/Kind/namespace/name`; for a resource its address. */
  readonly id: string;
  /** The same for people: `Deployment chat/server`, `aws_s3_bucket.pictures`. */
  readonly title: string;
  /** Path of the construct that makes it. */
  readonly path: string;
  /** Where it was before; absent when it stays where it is. */
  readonly from?: Place;
  readonly fields: readonly FieldChange[];
  /** Full sentences without a full stop that a reviewer should read. */
  readonly notes: readonly string[];
  /** GPUs that the pods of a workload request together; absent when none. */
  readonly gpus?: {
    readonly before: number;
    readonly after: number;
    /** Of these, in pods that restart; absent when none do. */
    readonly restart?: number;
  };
  /** Of a cluster that gets another version of Kubernetes. */
  readonly upgrade?: ClusterUpgrade;
}

/** What another version of Kubernetes means for a cluster. */
export interface ClusterUpgrade {
  /** `major.minor`. */
  readonly from: string;
  readonly to: string;
  /** Why EKS will not take it; absent when it does, and for a cluster that something else makes. */
  readonly refused?: string;
  /** What changes, in the order in which it does; a step waits for the one before. */
  readonly steps: readonly UpgradeStep[];
  /**
   * Pools whose nodes Karpenter or EKS Auto Mode replaces by itself, as their disruption budgets allow, as soon as the control plane
   * has the version. Absent when there are none.
   */
  readonly drift?: readonly string[];
  /** Objects that the new version does not serve any more. */
  readonly removed: readonly RemovedApiUse[];
  /** Addresses of charts that Terraform installs: nobody has looked into them for removed APIs. */
  readonly unseen?: readonly string[];
}

/** One step of an upgrade. */
export interface UpgradeStep {
  readonly what: 'control-plane' | 'add-ons' | 'nodes';
  /** Titles of resources and objects. */
  readonly titles: readonly string[];
}

/** A version of a kind that is gone, and what still uses it. */
export interface RemovedApiUse {
  readonly apiVersion: string;
  readonly kind: string;
  /** First version of Kubernetes without it. */
  readonly removedIn: string;
  /** What to write in its place; absent where nothing replaces it. */
  readonly replacement?: string;
  /** Titles of the objects, sorted. */
  readonly objects: readonly string[];
}

export interface Place {
  readonly unit: string;
  readonly id: string;
  readonly path: string;
}

/** Changes of one construct. */
export interface ConstructChanges {
  /** Construct path, or `<env>/<unit id>` for settings that no construct has. */
  readonly path: string;
  readonly changes: readonly Change[];
}

/** How many objects, resources and modules each action takes. Settings and data sources don't count. */
export type Counts = Readonly<Record<Action, number>>;

/** GPUs that a change touches, each counted at the worst that happens to it. */
export interface GpuCounts {
  /** Requested by workloads that are created, and by replicas that are added. */
  readonly add: number;
  /** Given back by workloads that are deleted, and by replicas that are removed. */
  readonly free: number;
  /** In pods that restart. */
  readonly restart: number;
  /** In workloads that are deleted and created again. */
  readonly replace: number;
}

export interface Summary {
  readonly counts: Counts;
  readonly gpus: GpuCounts;
  /** Updates of resources that may turn out to be replacements. */
  readonly mayReplace: number;
  /** Changes of settings and data sources. */
  readonly settings: number;
}

export interface UnitChanges extends Summary {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly plane: Plane;
  /** What becomes of the unit itself. */
  readonly state: 'created' | 'changed' | 'deleted';
}

export interface EnvironmentChanges extends Summary {
  readonly environment: string;
  readonly units: readonly UnitChanges[];
}

/** Something that was probably renamed, and is deleted and created for want of an alias. */
export interface RenameHint {
  /** Construct path that is gone. */
  readonly from: string;
  /** Construct path that is new. */
  readonly to: string;
  /** What to paste into the props of the construct at `to`. */
  readonly line: string;
  /** Titles of what would be deleted and created. */
  readonly titles: readonly string[];
  /** Values that follow from the old id and would replace the thing even with the alias, unless the program gives them: a name, most often. */
  readonly keep: readonly KeptValue[];
}

/** A field that must keep its value. */
export interface KeptValue {
  /** Title of the new object or resource. */
  readonly title: string;
  /** `bucket`, `metadata.name`. */
  readonly field: string;
  readonly value: string;
}

/** What changes between two assemblies. Plain data; the same for the same two assemblies. */
export interface AssemblyDiff {
  readonly platform: string;
  readonly different: boolean;
  readonly summary: Summary;
  /** Sorted by name; only those with changes. */
  readonly environments: readonly EnvironmentChanges[];
  /** Sorted by path. */
  readonly constructs: readonly ConstructChanges[];
  readonly hints: readonly RenameHint[];
}
