import { ApiObject, Duration } from 'cdk8s';
import type { Deployment, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import { finishWith } from '../../../synth/kubernetes/finish.ts';
import type { AutoscaleProps } from '../scaling-props.ts';
import { loadCdk8sPlus } from './lazy.ts';
import type { PlusTarget } from './target.ts';

/** The HorizontalPodAutoscaler of an application's Deployment. How fast it scales is left to Kubernetes but for what is given. */
export function createAutoscaler(app: PlusTarget, target: Deployment, props: AutoscaleProps): HorizontalPodAutoscaler {
  const { HorizontalPodAutoscaler, Metric, MetricTarget } = loadCdk8sPlus();
  const { min, max, memoryPercent, cpuPercent = memoryPercent === undefined ? 70 : undefined, scaleDownSeconds = 300 } = props;
  const share = MetricTarget.averageUtilization;
  const autoscaler = new HorizontalPodAutoscaler(app, 'autoscaler', {
    metadata: { name: app.name },
    target,
    minReplicas: min,
    maxReplicas: max,
    metrics: [
      ...(cpuPercent === undefined ? [] : [Metric.resourceCpu(share(cpuPercent))]),
      ...(memoryPercent === undefined ? [] : [Metric.resourceMemory(share(memoryPercent))]),
    ],
    scaleDown: { stabilizationWindow: Duration.seconds(scaleDownSeconds) },
  });
  finishWith(ApiObject.of(autoscaler), (output) => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: scaleDownSeconds } };
    return { ...output, spec: { ...(output['spec'] as object), behavior } };
  });
  return autoscaler;
}
