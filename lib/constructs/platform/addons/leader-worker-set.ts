import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf } from './chart-addon.ts';

/** Props of a {@link LeaderWorkerSet}. */
export interface LeaderWorkerSetProps extends ChartAddonProps {
  /** Takes the webhook's certificate from cert-manager. @default false, it makes its own */
  readonly certManager?: boolean;
  /** Runs DisaggregatedSets too. @default false */
  readonly disaggregatedSets?: boolean;
  /** Pods of the controller. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    certManager: z.boolean().optional(),
    disaggregatedSets: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<LeaderWorkerSetProps>),
);

/** LeaderWorkerSet: groups of pods that live and die together, for models that need several nodes. */
export class LeaderWorkerSet extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: LeaderWorkerSetProps = {}) {
    super(scope, id, props, 'lws-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { certManager = false, disaggregatedSets = false, replicas = 2 } = props;
    this.deliver({
      chart: 'lws',
      values: {
        replicaCount: replicas,
        enableCertManager: certManager,
        enableDisaggregatedSet: disaggregatedSets,
        // The chart has all that the Pod Security Standard restricted asks for but this.
        podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      },
      provides: kindsOf('leaderworkerset.x-k8s.io', 'disaggregatedset.x-k8s.io'),
    });
  }
}
