import type { AppProps } from './app-props.ts';

type Kube = Record<string, unknown>;

/** How the pods of a Deployment are replaced; empty where it is left to Kubernetes. A claim that one node has must be free first. */
export function strategy({ recreate, rollout, volumes = {} }: AppProps): Kube {
  const oneNode = Object.values(volumes).some(
    ({ newClaim }) => newClaim && (newClaim.accessMode ?? 'ReadWriteOnce').startsWith('ReadWriteOnce'),
  );
  if (recreate ?? (oneNode && !rollout)) return { strategy: { type: 'Recreate' } };
  return rollout ? { strategy: { type: 'RollingUpdate', rollingUpdate: rollout } } : {};
}

/** A PodDisruptionBudget. Pods that do not work may always go, or a broken rollout would keep nodes from being drained. */
export function disruptionBudgetSpec(labels: Readonly<Record<string, string>>, maxUnavailable: number | string = 1): Kube {
  return { maxUnavailable, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' };
}
