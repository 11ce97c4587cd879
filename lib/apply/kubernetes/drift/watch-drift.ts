import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAssembly } from '../../../assembly/open.ts';
import { KeelsonError, KeelsonErrors } from '../../../core/errors.ts';
import type { ClusterRun } from '../apply/cluster-run.ts';
import { readCluster } from '../apply/read-cluster.ts';
import { membersOf, PART_OF, SELECTOR_SIZE } from '../plan/live-metadata.ts';
import { clusterDrift, type UnitDrift } from './cluster-drift.ts';
import { watchKind } from './watch-kind.ts';

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

/**
 * Watches the metadata of every kind that is applied, and looks for drift at each change; corrects what the policy lets it. Ends with
 * the signal. Throws what a watch is refused with.
 */
export async function watchDrift(run: ClusterRun, { signal, drift, lost, assembly }: DriftWatch): Promise<void> {
  const { discovery, units, live } = await readCluster(run);
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let wake: (() => void) | undefined;
  let isDirty = true;
  let current = run;
  const dirty = (): void => {
    isDirty = true;
    wake?.();
  };
  const resources = new Map([...live.byId.values()].map(({ resource }) => [`${resource.group}/${resource.plural}`, resource]));
  for (const { objects } of units.values())
    for (const { apiVersion, kind } of objects) {
      const resource = discovery.resource(apiVersion, kind);
      if (resource) resources.set(`${resource.group}/${resource.plural}`, resource);
    }
  const namespaces = [...new Set([...units.values()].flatMap(({ objects }) => objects.flatMap(({ namespace }) => namespace ?? [])))];
  const applySets = [...units.values()].map(({ applySet }) => applySet);
  // An address has room for so many ids; what other programs applied only wakes for nothing.
  const labelSelector = applySets.length > SELECTOR_SIZE ? PART_OF : membersOf(applySets);
  const options = { connection: run.connection, signal: ended, changed: dirty, resynced: dirty, ...(lost && { lost }) };
  const watches = [...resources.values()].flatMap((resource) => {
    const places = run.perNamespace && resource.namespaced ? namespaces : [undefined];
    return places.map((namespace) => watchKind(options, { resource, namespace, labelSelector }));
  });
  const looks = async (): Promise<void> => {
    while (!ended.aborted) {
      if (!isDirty)
        await Promise.race([
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
          sleep(LOOK_MS, undefined, { signal: ended }).catch(() => {}),
        ]);
      await sleep(SETTLE_MS, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      isDirty = false;
      current = { ...run, assembly: reopened(current.assembly, assembly) };
      const found = await clusterDrift(current, true);
      if (found.length > 0) drift(found);
    }
  };
  try {
    await Promise.all([looks(), ...watches]);
  } finally {
    stop.abort();
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
