import type { AppProps } from './app-props.ts';
import type { AutoscaleProps } from './scaling-props.ts';

type Kube = Record<string, unknown>;

/** How the pods of a Deployment are replaced; empty where it is left to Kubernetes. A claim that one node has must be free first. */
export function strategy({ recreate, rollout, volumes = {} }: AppProps): Kube {
  const oneNode = Object.values(volumes).some(
    ({ newClaim }) => newClaim && (newClaim.accessMode ?? 'ReadWriteOnce').startsWith('ReadWriteOnce'),
  );
  if (recreate ?? (oneNode && !rollout)) return { strategy: { type: 'Recreate' } };
  return rollout ? { strategy: { type: 'RollingUpdate', rollingUpdate: rollout } } : {};
}

/** A HorizontalPodAutoscaler of a Deployment. */
export function autoscalerSpec(name: string, props: AutoscaleProps): Kube {
  const { min, max, memoryPercent, cpuPercent = memoryPercent === undefined ? 70 : undefined, scaleDownSeconds = 300 } = props;
  const metric = (resource: string, averageUtilization: number | undefined) =>
    averageUtilization === undefined
      ? []
      : [{ type: 'Resource', resource: { name: resource, target: { type: 'Utilization', averageUtilization } } }];
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: min,
    maxReplicas: max,
    metrics: [...metric('cpu', cpuPercent), ...metric('memory', memoryPercent)],
    behavior: { scaleDown: { stabilizationWindowSeconds: scaleDownSeconds } },
  };
}

/** A PodDisruptionBudget. Pods that do not work may always go, or a broken rollout would keep nodes from being drained. */
export function disruptionBudgetSpec(labels: Readonly<Record<string, string>>, maxUnavailable: number | string = 1): Kube {
  return { maxUnavailable, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' };
}
