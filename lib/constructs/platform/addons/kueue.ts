import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { toYaml } from '../../../core/yaml.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Shape, seconds } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf } from './chart-addon.ts';

/** Props of a {@link Kueue}. */
export interface KueueProps extends ChartAddonProps {
  /**
   * Kinds of jobs that it queues, as Kueue calls them.
   * @default ['batch/job', 'jobset.x-k8s.io/jobset', 'ray.io/rayjob', 'ray.io/raycluster', 'trainer.kubeflow.org/trainjob', 'leaderworkerset.x-k8s.io/leaderworkerset']
   */
  readonly frameworks?: readonly string[];
  /** Queues jobs without the label of a queue too. @default false */
  readonly manageJobsWithoutQueueName?: boolean;
  /** Seconds in which all pods of an admitted workload must be ready, else it is queued again. @default - it does not wait */
  readonly podsReadyTimeoutSeconds?: number;
  /** Takes the webhook's certificates from cert-manager. @default false, it makes its own */
  readonly certManager?: boolean;
  /** Makes a ServiceMonitor, which needs its kind in the cluster. @default false */
  readonly monitor?: boolean;
  /** Pods of the controller. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    frameworks: z
      .array(z.string().regex(/^[a-z0-9./-]+$/, 'must be a framework of Kueue, such as batch/job'))
      .min(1)
      .optional(),
    manageJobsWithoutQueueName: z.boolean().optional(),
    podsReadyTimeoutSeconds: seconds(1).optional(),
    certManager: z.boolean().optional(),
    monitor: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<KueueProps>),
);

const FRAMEWORKS = [
  'batch/job',
  'jobset.x-k8s.io/jobset',
  'ray.io/rayjob',
  'ray.io/raycluster',
  'trainer.kubeflow.org/trainjob',
  'leaderworkerset.x-k8s.io/leaderworkerset',
];

/** Kueue: queues with quotas for jobs, so that GPUs are shared by a rule and a job starts whole or not at all. */
export class Kueue extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KueueProps = {}) {
    super(scope, id, props, 'kueue-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { certManager = false, monitor = false, replicas = 2 } = props;
    this.deliver({
      chart: 'kueue',
      monitor,
      values: {
        enableCertManager: certManager,
        enablePrometheus: monitor,
        controllerManager: { replicas, podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 } },
        managerConfig: { controllerManagerConfigYaml: configuration(props) },
      },
      provides: kindsOf('kueue.x-k8s.io'),
    });
  }
}

/** The controller's own configuration, over the chart's. Source: kubernetes-sigs/kueue charts/kueue/values.yaml (tag v0.19.2) */
function configuration(props: KueueProps): string {
  const { frameworks = FRAMEWORKS, manageJobsWithoutQueueName = false, podsReadyTimeoutSeconds: timeout } = props;
  return toYaml({
    apiVersion: 'config.kueue.x-k8s.io/v1beta2',
    kind: 'Configuration',
    health: { healthProbeBindAddress: ':8081' },
    metrics: { bindAddress: ':8443' },
    webhook: { port: 9443 },
    leaderElection: { leaderElect: true, resourceName: 'c1f6bfd2.kueue.x-k8s.io' },
    controller: {
      groupKindConcurrency: {
        'Job.batch': 5,
        Pod: 5,
        'Workload.kueue.x-k8s.io': 10,
        'LocalQueue.kueue.x-k8s.io': 5,
        'ClusterQueue.kueue.x-k8s.io': 5,
        'ResourceFlavor.kueue.x-k8s.io': 1,
      },
    },
    clientConnection: { qps: 300, burst: 500 },
    manageJobsWithoutQueueName,
    ...(props.certManager && { internalCertManagement: { enable: false } }),
    ...(timeout !== undefined && { waitForPodsReady: { timeout: `${timeout}s` } }),
    integrations: { frameworks: [...frameworks] },
  });
}
