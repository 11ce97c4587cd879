import type { OpenAssembly } from '../../../assembly/open.ts';
import type { KubernetesUnitFile } from '../../../assembly/schema.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import type { ReadOutput } from '../bindings/output.ts';
import type { Connection } from '../client/connection.ts';
import type { Discovery } from '../client/discovery.ts';
import type { StoredUnit } from '../inventory/store.ts';
import type { LiveMetadata } from '../plan/live-metadata.ts';
import type { ObjectReadiness } from '../readiness/wait-ready.ts';
import type { ObjectEvent } from './unit-context.ts';

/** What is applied, where, and under which rules. */
export interface ClusterRun {
  readonly connection: Connection;
  readonly assembly: OpenAssembly;
  /** Name of the environment. */
  readonly environment: string;
  /** Name of the cluster in the assembly. */
  readonly cluster: string;
  /** Rules of a unit by its key, `platform/env/cluster/unit`. */
  rules(key: string): UnitRules;
  /** UID of kube-system that the policy names. @default - what was recorded before */
  readonly pinnedUid?: string;
  /** Where releases went before. @default - none is known */
  readonly recorded?: { readonly uid: string; readonly by: string } | undefined;
  /** Outputs of units that are not in this cluster. @default - none is known */
  readonly outputs?: ReadOutput;
  /** Makes up values without a source, for a sandbox. @default false */
  readonly standIns?: boolean;
  /** Lists namespace by namespace. @default false */
  readonly perNamespace?: boolean;
  /** Deletions that were approved, by unit. @default - none */
  readonly allowDeletes?: number;
  readonly preflight?: boolean;
  /** Milliseconds that a unit may take to become ready; 0 waits for nothing. @default 0 */
  readonly readyWithinMs?: number;
  readonly signal?: AbortSignal;
  /** Does work that writes; throws when that may not be. @default - nobody is asked */
  readonly writing?: Writing;
  readonly notify?: (event: ObjectEvent) => void;
  /** Called while a unit waits, with what is not ready. */
  readonly waiting?: (unit: string, objects: readonly ObjectReadiness[]) => void;
}

/** Does work that writes, when it may. */
export type Writing = <T>(work: () => Promise<T>) => Promise<T>;

/** A cluster and what is in it, read once for all units. */
export interface ClusterState {
  readonly uid: string;
  /** Asked anew after definitions were written. */
  discovery: Discovery;
  readonly stored: ReadonlyMap<string, StoredUnit>;
  readonly live: LiveMetadata;
  /** Units of the assembly by `<env>/<unit id>`, in an order in which each comes after those that it depends on. */
  readonly units: ReadonlyMap<string, KubernetesUnitFile>;
  /** Ids that any of them wants. */
  readonly wanted: ReadonlySet<string>;
  readonly namespacesInUse: ReadonlySet<string>;
  /** ApplySets of units that left the assembly, or are taken for such, and whose objects the policy lets go. */
  readonly leaving: ReadonlySet<string>;
  /** ApplySets of all units, also of those that left the assembly. */
  readonly applySets: ReadonlySet<string>;
  /** ApplySets of units whose policy lets objects go that they no longer want. */
  readonly pruned: ReadonlySet<string>;
}
