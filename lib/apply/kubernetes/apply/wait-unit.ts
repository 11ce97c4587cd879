import { KeelsonError } from '../../../core/errors.ts';
import { refName } from '../../plan/types.ts';
import { storedVersion } from '../inventory/store.ts';
import { refOfEntry } from '../plan/desired.ts';
import { type ObjectReadiness, waitReady } from '../readiness/wait-ready.ts';
import { podReasons } from '../status/pod-reasons.ts';
import type { ClusterRun, ClusterState } from './cluster-run.ts';
import type { UnitContext, UnitResult } from './unit-context.ts';

/** Waits until a unit is ready, so that its dependents find it so. What is not ready in time is the unit's failure (KS8020). */
export async function waitForUnit(run: ClusterRun, state: ClusterState, context: UnitContext, done: UnitResult): Promise<UnitResult> {
  const { readyWithinMs = 0, connection, signal, waiting } = run;
  if (readyWithinMs === 0) return done;
  const objects = new Map(context.objects.map(({ id, entry }) => [id, refOfEntry(entry)]));
  let newer = false;
  const readiness = await waitReady(
    {
      superseded: async () => {
        newer = done.storedVersion !== undefined && (await storedVersion(connection, context.file.key)) !== done.storedVersion;
        return newer;
      },
      connection,
      discovery: state.discovery,
      withinMs: readyWithinMs,
      signal,
      ...(waiting && { notify: (list: readonly ObjectReadiness[]) => waiting(context.unit, list) }),
    },
    objects,
  );
  if (newer) {
    const error = new KeelsonError('KS8023', {
      object: context.unit,
      message: 'its record was written by another apply while this one waited for readiness',
    });
    return { ...done, readiness, errors: [...done.errors, error] };
  }
  const late = readiness.filter((one) => one.status === 'failed' || one.status === 'progressing');
  const reasons = await podReasons(connection, state.discovery, new Map(late.map(({ id, object }) => [id, object])));
  const errors = late.map((one) => {
    const { path, file } = context.objects.find((object) => object.id === one.id)?.entry ?? { path: context.unit, file: '' };
    const pods = (reasons.get(one.id) ?? []).map(({ name, sentence }) => `; pod ${name}: ${sentence}`).join('');
    return new KeelsonError('KS8020', { path, source: { file, line: 1 }, message: `${refName(one.object)}: ${one.sentence}${pods}` });
  });
  return { ...done, readiness, errors: [...done.errors, ...errors] };
}
