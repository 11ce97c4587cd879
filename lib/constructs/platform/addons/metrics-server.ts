import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape } from './chart-addon.ts';

/** Props of a {@link MetricsServer}. */
export interface MetricsServerProps extends ChartAddonProps {
  /** Pods of the server. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({ ...chartAddonShape(), replicas: z.int().min(1).optional() } satisfies Shape<MetricsServerProps>),
);

/** metrics-server: the use of CPU and memory that `HorizontalPodAutoscaler` and `kubectl top` read. */
export class MetricsServer extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: MetricsServerProps = {}) {
    super(scope, id, props, 'kube-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { replicas = 2 } = props;
    this.deliver({
      chart: 'metrics-server',
      values: { replicas, podDisruptionBudget: replicas > 1 ? { enabled: true, minAvailable: 1 } : { enabled: false } },
    });
  }
}
