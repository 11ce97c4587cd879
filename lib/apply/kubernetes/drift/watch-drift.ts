import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAssembly } from '../../../assembly/open.ts';
import { KeelsonError, KeelsonErrors } from '../../../core/errors.ts';
import type { ClusterRun } from '../apply/cluster-run.ts';
import { readCluster } from '../apply/read-cluster.ts';
import { clusterDrift, type UnitDrift } from './cluster-drift.ts';
import { Watches } from './watches.ts';

/** How drift is watched. */
export interface DriftWatch {
  readonly signal: AbortSignal;
  /** Gets the drift of each look at which there was some. */
  readonly drift: (units: readonly UnitDrift[]) => void;
  /** The connection is lost for now, and why. */
  readonly lost?: (reason: string) => void;
  /** The output as it is now; one that can not be read, as while it is written, changes nothing. @default - as it was at the start */
  readonly assembly?: () => OpenAssembly;
}

/** Changes that come together are looked at once. */
const SETTLE_MS = 150;
/** Also without an event everything is looked at again. */
const LOOK_MS = 600_000;
/** While the output has kinds that are not served yet: nothing tells of those. */
const UNSERVED_MS = 5_000;
const BY_ANOTHER: ReadonlySet<string> = new Set(['KS8007', 'KS8061']);

/**
 * Watches the metadata of every kind that is applied, and looks for drift at each change; corrects what the policy lets it. Ends with
 * the signal. Throws what a watch is refused with.
 */
export async function watchDrift(run: ClusterRun, { signal, drift, lost, assembly }: DriftWatch): Promise<void> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let wake: (() => void) | undefined;
  let isDirty = true;
  const dirty = (): void => {
    isDirty = true;
    wake?.();
  };
  const watches = new Watches(run, { signal: ended, changed: dirty, ...(lost && { lost }) });
  const looks = async (): Promise<void> => {
    let current = run;
    for (let lookMs = LOOK_MS; !ended.aborted; ) {
      if (!isDirty)
        await Promise.race([
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          sleep(lookMs, undefined, { signal: ended }).catch(() => {}),
        ]);
      await sleep(SETTLE_MS, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      isDirty = false;
      current = { ...run, assembly: reopened(current.assembly, assembly) };
      const state = await readCluster(current);
      lookMs = watches.follow(state) ? LOOK_MS : UNSERVED_MS;
      const found = await clusterDrift(current, true, state);
      // What another applier kept from being corrected is looked at again when that has ended.
      if (found.some(({ errors }) => errors.some(({ code }) => BY_ANOTHER.has(code)))) lookMs = UNSERVED_MS;
      if (found.length > 0) drift(found);
    }
  };
  try {
    await Promise.race([looks(), watches.failed]);
  } finally {
    stop.abort();
    await watches.end();
  }
}

function reopened(last: OpenAssembly, open: DriftWatch['assembly']): OpenAssembly {
  try {
    return open?.() ?? last;
  } catch (error) {
    if (KeelsonError.is(error) || KeelsonErrors.is(error)) return last;
    throw error;
  }
}
