import type { OpenAssembly } from '../../assembly/open.ts';
import type { Plane, TerraformUnitFile } from '../../assembly/schema.ts';
import type { KeelsonError } from '../../core/errors.ts';
import type { ApprovalGate, PlannedUnit } from '../approval/planned-unit.ts';
import type { ClusterRun } from '../kubernetes/apply/cluster-run.ts';
import type { ObjectEvent, UnitResult } from '../kubernetes/apply/unit-context.ts';
import type { ObjectReadiness } from '../kubernetes/readiness/wait-ready.ts';
import type { EnvironmentLease } from '../lease/environment-lease.ts';
import type { UnitRelease } from '../release/release.ts';
import type { ReleaseStore } from '../release/release-store.ts';
import type { TerraformContext } from '../terraform/unit/session.ts';

/** Terraform for the units of a run; nothing of it is asked for when no unit needs it. */
export interface TerraformAccess {
  /** Which program would run. What is known of it from before starts no process. Throws KS8052. */
  tool(): Promise<{ readonly name: string; readonly version: string }>;
  /** How a unit is run: program, rules, credentials. Throws KS8052. @param key `platform/env/terraform/stack` */
  context(key: string, roles: TerraformUnitFile['roles']): Promise<TerraformContext>;
}

/** What is planned or applied: units of both planes of one environment. */
export interface EnvironmentRun {
  readonly assembly: OpenAssembly;
  readonly environment: string;
  /** A cluster of the environment; asked for when its first unit is due, since Terraform may make it in the same run. */
  cluster(name: string): ClusterRun | Promise<ClusterRun>;
  /** @default - units of Terraform are left out */
  readonly terraform?: TerraformAccess;
  /** Only units of this cluster. @default - all of the environment */
  readonly onlyCluster?: string;
  /** Only these units, `<unit id>` or `<env>/<unit id>`, and all that they depend on. @default - all of the environment */
  readonly targets?: readonly string[];
  /** Where releases are kept. @default - nothing is remembered, as in a sandbox */
  readonly store?: ReleaseStore;
  /** The right to change the environment. @default - nobody else applies it */
  readonly lease?: EnvironmentLease;
  readonly gate: ApprovalGate;
  /** Commit that is applied, and its author; asked when something is recorded. @default - unknown */
  readonly origin?: () => Pick<UnitRelease, 'commit' | 'author' | 'rollback'>;
  /** Plans units of Terraform also when nothing changed since their last release. @default false */
  readonly refresh?: boolean;
  /** Whether everything goes because somebody asked for it, and not since it left the program. @default false */
  readonly wasAsked?: boolean;
  /** Units of which a person looked at what an earlier apply left (KS8055, KS8056), `<env>/<unit id>`. @default - none */
  readonly reviewed?: readonly string[];
  /** Units of Terraform that run at once. @default 4 */
  readonly atOnce?: number;
  readonly signal?: AbortSignal;
  readonly notify?: (event: RunEvent) => void;
}

/** Something that happens in a run. A closed set. */
export type RunEvent =
  /** The unit is due: all that it depends on is done. */
  | { readonly type: 'started'; readonly unit: string }
  /** It is not due yet. */
  | { readonly type: 'waiting'; readonly unit: string; readonly for: readonly string[] }
  | { readonly type: 'planned'; readonly unit: string; readonly planned: PlannedUnit }
  /** Another applier has the environment, and is waited for. */
  | { readonly type: 'held'; readonly by: string }
  /** What Terraform says while it applies. */
  | { readonly type: 'line'; readonly unit: string; readonly text: string }
  | { readonly type: 'object'; readonly unit: string; readonly event: ObjectEvent }
  /** Objects of the unit that are not ready yet. */
  | { readonly type: 'readiness'; readonly unit: string; readonly objects: readonly ObjectReadiness[] }
  | { readonly type: 'ended'; readonly unit: string; readonly outcome: UnitOutcome };

/** How a unit ended. */
export interface UnitOutcome {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  /** `platform/env/cluster/unit` or `platform/env/terraform/stack`. */
  readonly key: string;
  readonly plane: Plane;
  /**
   * `planned`: it was only planned; `later`: it can only be planned once others were applied; `approval`: it waits for somebody's;
   * `blocked`: it waits for units that failed; `removed`: it left the program, and all that it had is gone.
   */
  readonly result: 'unchanged' | 'planned' | 'later' | 'applied' | 'removed' | 'failed' | 'blocked' | 'approval' | 'interrupted';
  readonly durationMs: number;
  readonly errors: readonly KeelsonError[];
  /** What was planned. @default - nothing had to be, or could be */
  readonly planned?: PlannedUnit;
  /** Units that have to be applied first, of a `later` or `blocked` one. */
  readonly after?: readonly string[];
  /** What was done to objects, of a Kubernetes unit that was applied. */
  readonly kubernetes?: UnitResult;
  /** Outputs of a Terraform unit that may be shown. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Whether units that depend on this one can not go on. */
export function hasFailed({ result }: UnitOutcome): boolean {
  return result === 'failed' || result === 'blocked' || result === 'approval' || result === 'interrupted';
}
