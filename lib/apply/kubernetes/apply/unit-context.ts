import type { Binding, KubernetesUnitFile } from '../../../assembly/schema.ts';
import type { KeelsonError } from '../../../core/errors.ts';
import type { ObjectRef, UnitPlan } from '../../plan/types.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import type { UnitValues } from '../bindings/unit-values.ts';
import type { Connection } from '../client/connection.ts';
import type { Discovery } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import type { StoredUnit } from '../inventory/store.ts';
import type { Checked } from '../plan/check-object.ts';
import type { DesiredObject } from '../plan/desired.ts';
import type { LiveMetadata } from '../plan/live-metadata.ts';
import type { Candidate } from '../prune/candidates.ts';
import type { ObjectReadiness } from '../readiness/wait-ready.ts';

/** What planning and applying one unit needs. */
export interface UnitContext {
  readonly connection: Connection;
  /** What the server serves; asked anew after definitions were written. */
  discovery: Discovery;
  readonly rules: UnitRules;
  /** `platform/env/cluster`. */
  readonly cluster: string;
  readonly clusterUid: string;
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly file: KubernetesUnitFile;
  readonly objects: readonly DesiredObject[];
  /** Values that its bindings take. */
  readonly values: UnitValues;
  /** Whether a secret value is in what a binding gives. */
  isSensitive(binding: Binding): boolean;
  /** Whether nothing will be written: values that this apply gives are then no mistake. @default false */
  readonly planOnly?: boolean;
  /** What was recorded of the unit. */
  readonly stored: StoredUnit | undefined;
  readonly live: LiveMetadata;
  /** Ids that any unit of the cluster wants. */
  readonly wanted: ReadonlySet<string>;
  readonly namespacesInUse: ReadonlySet<string>;
  /** ApplySets whose objects go with this run: of this unit's, and of units that left the assembly. */
  readonly leaving: ReadonlySet<string>;
  /** ApplySets of units of the cluster whose policy lets objects go that they no longer want. */
  readonly pruned: ReadonlySet<string>;
  /** Deletions that were approved beyond the budget. @default - none */
  readonly allowDeletes?: number;
  /** ApplySets of all units of this cluster's environment, also of those that left it: what carries another's label is not ours. */
  readonly applySets: ReadonlySet<string>;
  /** Lists namespace by namespace. @default false */
  readonly perNamespace?: boolean;
  /** Whether each object is sent as a dry run before anything is written. @default true */
  readonly preflight?: boolean;
  /** Milliseconds that objects with finalizers may take to go. @default 0 */
  readonly goneWithinMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly notify?: (event: ObjectEvent) => void;
}

/** Something that was done to an object. */
export interface ObjectEvent {
  readonly unit: string;
  readonly id: string;
  readonly object: ObjectRef;
  /** `absent`: it was to be deleted, and somebody else had done so. `kept`: it stays, or another one is there under its name. */
  readonly result: 'created' | 'configured' | 'replaced' | 'adopted' | 'deleted' | 'absent' | 'kept' | 'failed';
}

/** A unit after planning: what will be done, and everything that speaks against it. */
export interface PreparedUnit {
  readonly plan: UnitPlan;
  readonly checked: readonly Checked[];
  /** Objects that can only be checked after the unit's own namespaces and definitions are there. */
  readonly postponed: readonly DesiredObject[];
  /** Objects that are as wanted, with their metadata. */
  readonly settled: ReadonlyMap<string, ObjectMeta>;
  readonly candidates: readonly Candidate[];
  readonly problems: readonly KeelsonError[];
}

/** What applying a unit did. */
export interface UnitResult {
  readonly unit: string;
  readonly key: string;
  readonly plan: UnitPlan;
  readonly events: readonly ObjectEvent[];
  readonly errors: readonly KeelsonError[];
  /** Objects that were deleted and that a finalizer still keeps (KS8015). Units that depend on this one go on. @default - none */
  readonly lingering?: readonly KeelsonError[];
  /** Metadata of every object of the unit that is there. */
  readonly metadata: ReadonlyMap<string, ObjectMeta>;
  /** Version of the unit's record after it was applied: another one is another apply's. */
  readonly storedVersion?: string;
  /** How each object was at the end of the wait. @default - nobody waited */
  readonly readiness?: readonly ObjectReadiness[];
}
