import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, otherKinds } from './chart-addon.ts';
import { claimDcgmExporter, claimDevicePlugin, isOn } from './gpu-claims.ts';
import { checkMigStrategy, type MigStrategy } from './mig-needs.ts';
import { NODE_FEATURE_KINDS } from './node-feature-kinds.ts';

/** Props of a {@link GpuOperator}. */
export interface GpuOperatorProps extends ChartAddonProps {
  /** Installs the driver on the nodes; the AMIs of EKS for NVIDIA have it. @default false */
  readonly driver?: boolean;
  /** Installs the container toolkit on the nodes; the AMIs of EKS for NVIDIA have it. @default false */
  readonly toolkit?: boolean;
  /** How MIG instances are offered. @default 'single' */
  readonly migStrategy?: MigStrategy;
  /** Runs the DCGM exporter. @default true */
  readonly metrics?: boolean;
  /** Makes a ServiceMonitor for the exporter, which needs its kind in the cluster. @default false */
  readonly monitor?: boolean;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    driver: z.boolean().optional(),
    toolkit: z.boolean().optional(),
    migStrategy: z.enum(['none', 'single', 'mixed']).optional(),
    metrics: z.boolean().optional(),
    monitor: z.boolean().optional(),
  } satisfies Shape<GpuOperatorProps>),
);

const ANY_TAINT = [{ operator: 'Exists' }];

/** The NVIDIA GPU Operator: device plugin, MIG, metrics and validation of GPU nodes. */
export class GpuOperator extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: GpuOperatorProps = {}) {
    super(scope, id, props, 'gpu-operator');
    if (!parseProps(this, schema(), props)) return;
    this.begin('privileged');
    const { driver = false, toolkit = false, migStrategy = 'single', metrics = true, monitor = false } = props;
    checkMigStrategy(this, this.cluster, migStrategy);
    if (isOn(props.values, 'devicePlugin')) claimDevicePlugin(this, this.cluster);
    if (metrics && isOn(props.values, 'dcgmExporter')) claimDcgmExporter(this, this.cluster);
    this.deliver({
      chart: 'gpu-operator',
      monitor,
      values: {
        driver: { enabled: driver },
        toolkit: { enabled: toolkit },
        mig: { strategy: migStrategy },
        dcgmExporter: { enabled: metrics, serviceMonitor: { enabled: metrics && monitor } },
        daemonsets: { tolerations: ANY_TAINT },
        'node-feature-discovery': { worker: { tolerations: ANY_TAINT } },
      },
      // Its definitions are in the unit crds, so that no hook needs to renew them.
      chartValues: { operator: { upgradeCRD: false } },
      provides: [
        ...kindsOf('nvidia.com', 'resource.nvidia.com'),
        ...otherKinds('resource.nvidia.com/v1beta1', 'Namespaced', 'ComputeDomainClique'),
        ...NODE_FEATURE_KINDS,
      ],
    });
  }
}
