import type { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { claimName } from '../addon/claim.ts';
import type { Values } from '../addon/values.ts';

/** Holds the GPUs of a cluster for one device plugin: two would offer each GPU twice. Reports KS9014. */
export function claimDevicePlugin(addon: Construct, cluster: ClusterScope): void {
  const fix = 'remove one of them, or give the GpuOperator values: { devicePlugin: { enabled: false } }';
  claimName(addon, cluster, 'a device plugin of NVIDIA', fix);
}

/** Holds the metrics of GPUs for one DCGM exporter: two would count each GPU twice. Reports KS9014. */
export function claimDcgmExporter(addon: Construct, cluster: ClusterScope): void {
  claimName(addon, cluster, 'a DCGM exporter', 'remove one of them, or give the GpuOperator metrics: false');
}

/** Whether free values leave a part of a chart on. */
export function isOn(values: Values | undefined, part: string): boolean {
  const own = values?.[part];
  return !(typeof own === 'object' && own !== null && 'enabled' in own && own.enabled === false);
}
