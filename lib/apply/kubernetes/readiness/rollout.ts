import { failed, isObserved, progressing, type ReadinessOf, ready } from './readiness.ts';

/** Rollouts of Argo: their phase says it. Source: argoproj/argo-rollouts pkg/apis/rollouts/v1alpha1 RolloutPhase. */
export const rollout: ReadinessOf = (object) => {
  const { metadata, status } = object;
  // Argo writes the generation as text.
  const seen = Number(status?.observedGeneration ?? 0);
  if (metadata.generation !== undefined && seen < metadata.generation && !isObserved(object))
    return progressing('the controller has not seen the change yet');
  const message = typeof status?.message === 'string' && status.message !== '' ? `: ${status.message}` : '';
  if (status?.phase === 'Healthy') return ready('it is healthy');
  if (status?.phase === 'Degraded') return failed(`it is degraded${message}`);
  return progressing(`it is ${String(status?.phase ?? 'pending').toLowerCase()}${message}`);
};
