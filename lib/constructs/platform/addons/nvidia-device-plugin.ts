import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape } from './chart-addon.ts';
import { claimDevicePlugin } from './gpu-claims.ts';
import { checkMigStrategy, type MigStrategy } from './mig-needs.ts';
import { NODE_FEATURE_KINDS } from './node-feature-kinds.ts';

/** Props of a {@link NvidiaDevicePlugin}. */
export interface NvidiaDevicePluginProps extends ChartAddonProps {
  /** How MIG instances are offered. @default 'none' */
  readonly migStrategy?: MigStrategy;
  /** Labels nodes with the features of their GPUs (GPU Feature Discovery, with Node Feature Discovery). @default true */
  readonly featureDiscovery?: boolean;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    migStrategy: z.enum(['none', 'single', 'mixed']).optional(),
    featureDiscovery: z.boolean().optional(),
  } satisfies Shape<NvidiaDevicePluginProps>),
);

const ANY_TAINT = [{ operator: 'Exists' }];

/** The NVIDIA device plugin: GPUs of the nodes as `nvidia.com/gpu`. The GPU Operator has one of its own: use one of the two. */
export class NvidiaDevicePlugin extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: NvidiaDevicePluginProps = {}) {
    super(scope, id, props, 'nvidia-device-plugin');
    if (!parseProps(this, schema(), props)) return;
    this.begin('privileged');
    const { migStrategy = 'none', featureDiscovery = true } = props;
    checkMigStrategy(this, this.cluster, migStrategy);
    claimDevicePlugin(this, this.cluster);
    this.deliver({
      chart: 'nvidia-device-plugin',
      values: {
        migStrategy,
        gfd: { enabled: featureDiscovery },
        // Pools may have taints of their own, and their GPUs are offered all the same.
        tolerations: ANY_TAINT,
        ...(featureDiscovery && { nfd: { worker: { tolerations: ANY_TAINT } } }),
      },
      ...(featureDiscovery && { provides: NODE_FEATURE_KINDS }),
    });
  }
}
