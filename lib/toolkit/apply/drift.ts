import { clusterDrift, type UnitDrift } from '../../apply/kubernetes/drift/cluster-drift.ts';
import { watchDrift } from '../../apply/kubernetes/drift/watch-drift.ts';
import { openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** What somebody else did to a cluster since it was applied. */
export interface DriftOutcome {
  readonly environment: string;
  readonly cluster: string;
  /** Units that have drift. */
  readonly units: readonly UnitDrift[];
}

/** How drift is looked for. */
export interface DriftOptions extends TargetOptions {
  /** Corrects the units whose policy has `drift: correct`. @default false */
  readonly correct?: boolean;
}

/** Looks for drift once. Throws KS8001 to KS8006 and KS8019. */
export async function findUnitDrift({ correct = false, ...options }: DriftOptions): Promise<DriftOutcome> {
  const { run, connection, environment, cluster } = openTarget(options);
  try {
    return { environment, cluster, units: await clusterDrift(run, correct) };
  } finally {
    connection.close();
  }
}

/** How a cluster is watched. */
export interface WatchOptions extends TargetOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Gets the drift of each look at which there was some. */
  readonly drift: (units: readonly UnitDrift[]) => void;
  /** The connection is lost for now, and why. */
  readonly lost?: (reason: string) => void;
}

/** Watches for drift until the signal, and corrects the units whose policy has `drift: correct`. */
export async function watchUnitDrift({ drift, lost, ...options }: WatchOptions): Promise<void> {
  const { run, connection } = openTarget(options);
  try {
    await watchDrift(run, {
      signal: options.signal,
      drift,
      assembly: () => openAssembly(directorySource(options.directory)),
      ...(lost && { lost }),
    });
  } finally {
    connection.close();
  }
}
