import { setTimeout as sleep } from 'node:timers/promises';
import { clusterDrift, type UnitDrift } from '../../apply/kubernetes/drift/cluster-drift.ts';
import { watchDrift } from '../../apply/kubernetes/drift/watch-drift.ts';
import { type TerraformUnitDrift, terraformDrift, terraformUnits } from '../../apply/run/terraform-drift.ts';
import { watchUnits } from '../../apply/terraform/drift/watch-units.ts';
import { type OpenAssembly, openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';
import { clustersOf } from './target.ts';

/** What somebody else did to an environment since it was applied. */
export interface DriftOutcome {
  readonly environment: string;
  /** The one cluster of the look. @default - there are several, or none */
  readonly cluster?: string;
  /** Kubernetes units that have drift. */
  readonly units: readonly UnitDrift[];
  /** Terraform units that have drift, or could not be looked at. */
  readonly terraform: readonly TerraformUnitDrift[];
}

/** How drift is looked for; with a cluster or a sandbox, in its Kubernetes units alone. */
export interface DriftOptions extends Omit<EnvironmentOptions, 'assembly' | 'targets' | 'refresh' | 'planFile' | 'event'> {
  /** Corrects the units whose policy says so. @default false */
  readonly correct?: boolean;
}

/** Looks for drift once, in both planes. Throws KS8001 to KS8006 and KS8019. */
export async function findUnitDrift({ correct = false, ...options }: DriftOptions): Promise<DriftOutcome> {
  const { run, environment, cluster, close } = openEnvironment(options);
  try {
    const units: UnitDrift[] = [];
    const terraform = terraformDrift(run, correct);
    // Whichever plane fails first, the other has ended before the connections are closed.
    const kubernetes = (async () => {
      for (const name of cluster === undefined ? clustersOf(run.assembly, environment) : [cluster])
        units.push(...(await clusterDrift(await run.cluster(name), correct)));
    })();
    const [found] = await Promise.allSettled([terraform, kubernetes]);
    await kubernetes;
    if (found.status === 'rejected') throw found.reason;
    return { environment, ...(cluster !== undefined && { cluster }), units, terraform: found.value };
  } finally {
    await close();
  }
}

/** How an environment is watched. */
export interface WatchOptions extends Omit<DriftOptions, 'correct'> {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Gets the drift of each look at which there was some. */
  readonly drift: (units: readonly UnitDrift[]) => void;
  /** The same of Terraform units. */
  readonly terraformDrift: (units: readonly TerraformUnitDrift[]) => void;
  /** The connection is lost for now, and why. */
  readonly lost?: (reason: string) => void;
}

/**
 * Watches for drift until the signal, and corrects the units whose policy says so: Kubernetes units at each change, Terraform units at
 * their own intervals.
 */
export async function watchUnitDrift({ drift, terraformDrift: told, lost, ...options }: WatchOptions): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const { run, environment, cluster, policy, close } = openEnvironment({ ...options, signal });
  const open = (): OpenAssembly => openAssembly(directorySource(options.directory));
  const clusters = cluster === undefined ? clustersOf(run.assembly, environment) : [cluster];
  const keyOf = (unit: string): string => run.assembly.units.get(unit)?.key ?? '';
  const watches = [
    ...clusters.map(async (name) => watchDrift(await run.cluster(name), { signal, drift, assembly: open, ...(lost && { lost }) })),
    watchUnits({
      units: terraformUnits(run),
      signal,
      minutes: (unit) => policy.terraformRules(keyOf(unit)).driftMinutes,
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
      look: async (unit) => {
        const found = await terraformDrift({ ...run, assembly: readable(open, run.assembly) }, true, [unit]);
        if (found.length > 0) told(found);
      },
    }),
  ];
  try {
    await Promise.all(watches);
  } finally {
    stop.abort();
    await Promise.allSettled(watches);
    await close();
  }
}

/** The output as it is now; one that can not be read, as while it is written, is as it was. */
function readable(open: () => OpenAssembly, last: OpenAssembly): OpenAssembly {
  try {
    return open();
  } catch (error) {
    if (KeelsonError.is(error) || KeelsonErrors.is(error)) return last;
    throw error;
  }
}
