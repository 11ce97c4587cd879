import { condition, count, failed, isObserved, progressing, type ReadinessOf, ready, words } from './readiness.ts';

/** Ready when all pods of the newest template serve and none of an older one is left. Source: kubectl rollout status (k8s.io/kubectl pkg/polymorphichelpers/rollout_status.go). */
export const deployment: ReadinessOf = (object) => {
  const { spec, status } = object;
  if (!isObserved(object)) return progressing('the controller has not seen the change yet');
  if (spec?.paused === true) return ready('its rollout is paused');
  const stuck = condition(object, 'Progressing');
  if (stuck?.reason === 'ProgressDeadlineExceeded') return failed(`its rollout made no progress: ${words(stuck)}`);
  const wanted = count(spec, 'replicas', 1);
  const [updated, all, available] = [count(status, 'updatedReplicas'), count(status, 'replicas'), count(status, 'availableReplicas')];
  const refused = condition(object, 'ReplicaFailure');
  if (refused?.status === 'True') return progressing(`pods can not be made: ${words(refused)}`);
  if (updated < wanted) return progressing(`${updated} of ${wanted} pods are of the new template`);
  if (all > updated) return progressing(`${all - updated} old ${all - updated === 1 ? 'pod has' : 'pods have'} still to end`);
  if (available < updated) return progressing(`${available} of ${updated} pods are available`);
  return ready(wanted === 0 ? 'scaled to 0' : `${available} of ${wanted} pods are available`);
};
