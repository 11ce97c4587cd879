import { DcgmExporter, type EksCluster, GpuOperator, NvidiaDevicePlugin } from 'keelson';
import type { Stage } from './stage.ts';

/**
 * What makes GPUs of nodes those of pods. A stage with one kind of GPU needs the device plugin and the exporter alone; from
 * several on, the operator looks after both, and validates each node before a model is on it.
 */
export function addGpuAddons(cluster: EksCluster, { pools }: Stage): void {
  if (Object.keys(pools).length > 1) {
    new GpuOperator(cluster, 'gpu-operator');
    return;
  }
  new NvidiaDevicePlugin(cluster, 'device-plugin');
  new DcgmExporter(cluster, 'dcgm-exporter');
}
