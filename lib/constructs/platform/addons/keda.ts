import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import { clusterName } from '../addon/cluster-resource.ts';
import { statementSchema } from '../addon/identity.ts';
import type { PolicyStatement } from '../iam/policy.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, otherKinds } from './chart-addon.ts';

/** Props of a {@link Keda}. */
export interface KedaProps extends ChartAddonProps {
  /** What its operator may read of AWS for scalers, such as the length of a queue. @default - nothing, and no AWS role */
  readonly statements?: readonly PolicyStatement[];
  /** Pods of the operator, of the metrics server and of the webhook. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    statements: z.array(statementSchema()).min(1).optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<KedaProps>),
);

/** KEDA: autoscaling by events and metrics of any source, also to zero. */
export class Keda extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KedaProps = {}) {
    super(scope, id, props, 'keda');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { statements, replicas = 2 } = props;
    const budget = replicas > 1 ? { minAvailable: 1 } : {};
    this.deliver({
      chart: 'keda',
      values: {
        clusterName: clusterName(this.cluster),
        crds: { install: true },
        operator: { replicaCount: replicas },
        metricsServer: { replicaCount: replicas },
        webhooks: { replicaCount: replicas },
        podDisruptionBudget: { operator: budget, metricServer: budget, webhooks: budget },
      },
      ...(statements && { identities: [{ serviceAccount: 'keda-operator', statements }] }),
      provides: [
        ...kindsOf('keda.sh'),
        ...otherKinds('keda.sh/v1alpha1', 'Cluster', 'ClusterTriggerAuthentication'),
        ...otherKinds('eventing.keda.sh/v1alpha1', 'Namespaced', 'CloudEventSource'),
        ...otherKinds('eventing.keda.sh/v1alpha1', 'Cluster', 'ClusterCloudEventSource'),
      ],
    });
  }
}
