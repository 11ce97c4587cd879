import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import { dnsLabel, type Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf } from './chart-addon.ts';

/** Props of a {@link KubeRay}. */
export interface KubeRayProps extends ChartAddonProps {
  /** Namespaces whose Ray clusters it runs. @default - all */
  readonly watchNamespaces?: readonly string[];
  /** Makes a ServiceMonitor, which needs its kind in the cluster. @default false */
  readonly monitor?: boolean;
  /** Pods of the operator, of which one leads. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    watchNamespaces: z.array(dnsLabel).min(1).optional(),
    monitor: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<KubeRayProps>),
);

/** KubeRay: Ray clusters, jobs and services. */
export class KubeRay extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KubeRayProps = {}) {
    super(scope, id, props, 'ray-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { watchNamespaces, monitor = false, replicas = 2 } = props;
    this.deliver({
      chart: 'kuberay-operator',
      monitor,
      values: {
        replicas,
        leaderElectionEnabled: true,
        watchNamespace: watchNamespaces,
        singleNamespaceInstall: watchNamespaces === undefined ? undefined : false,
        metrics: { enabled: true, serviceMonitor: { enabled: monitor } },
      },
      provides: kindsOf('ray.io'),
    });
  }
}
