import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf } from './chart-addon.ts';

/** Props of a {@link JobSetController}. */
export interface JobSetControllerProps extends ChartAddonProps {
  /** Takes the webhook's certificate from cert-manager. @default false, it makes its own */
  readonly certManager?: boolean;
  /** Pods of the controller. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    certManager: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<JobSetControllerProps>),
);

/** JobSet: a group of Jobs that is one distributed training run. */
export class JobSetController extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: JobSetControllerProps = {}) {
    super(scope, id, props, 'jobset-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { certManager = false, replicas = 2 } = props;
    this.deliver({
      chart: 'jobset',
      values: {
        certManager: { enable: certManager },
        controller: { replicas, podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 } },
      },
      provides: kindsOf('jobset.x-k8s.io'),
    });
  }
}
