import { condition, count, isObserved, progressing, type ReadinessOf, ready, words } from './readiness.ts';

/** ReplicaSets and ReplicationControllers: ready when all pods are available. */
export const replicaSet: ReadinessOf = (object) => {
  if (!isObserved(object)) return progressing('the controller has not seen the change yet');
  const refused = condition(object, 'ReplicaFailure');
  if (refused?.status === 'True') return progressing(`pods can not be made: ${words(refused)}`);
  const wanted = count(object.spec, 'replicas', 1);
  const available = count(object.status, 'availableReplicas');
  return (available < wanted ? progressing : ready)(`${available} of ${wanted} pods are available`);
};
