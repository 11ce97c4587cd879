import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import { labels, type Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape } from './chart-addon.ts';
import { claimDcgmExporter } from './gpu-claims.ts';

/** Props of a {@link DcgmExporter}. */
export interface DcgmExporterProps extends ChartAddonProps {
  /** Labels of the nodes that have GPUs. @default { 'nvidia.com/gpu.present': 'true' }, which GPU Feature Discovery sets */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Makes a ServiceMonitor, which needs its kind in the cluster. @default false */
  readonly monitor?: boolean;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    nodeSelector: labels.optional(),
    monitor: z.boolean().optional(),
  } satisfies Shape<DcgmExporterProps>),
);

/** The DCGM exporter: metrics of GPUs, by pod. The GPU Operator has one of its own: use one of the two. */
export class DcgmExporter extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: DcgmExporterProps = {}) {
    super(scope, id, props, 'dcgm-exporter');
    if (!parseProps(this, schema(), props)) return;
    this.begin('privileged');
    claimDcgmExporter(this, this.cluster);
    const { nodeSelector = { 'nvidia.com/gpu.present': 'true' }, monitor = false } = props;
    this.deliver({
      chart: 'dcgm-exporter',
      monitor,
      values: { nodeSelector, tolerations: [{ operator: 'Exists' }], serviceMonitor: { enabled: monitor } },
    });
  }
}
