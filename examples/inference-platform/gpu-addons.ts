import { Addon, DcgmExporter, type EksCluster, GpuOperator, NvidiaDevicePlugin } from 'keelson';
import type { Stage } from './stage.ts';

/**
 * What makes GPUs of nodes those of pods. A stage with one kind of GPU needs the device plugin and the exporter alone; from
 * several on, the operator looks after both, and validates each node before a model is on it.
 */
export function addGpuAddons(cluster: EksCluster, { pools, training }: Stage): void {
  if (training) addEfa(cluster);
  if (Object.keys(pools).length > 1) {
    new GpuOperator(cluster, 'gpu-operator');
    return;
  }
  new NvidiaDevicePlugin(cluster, 'device-plugin');
  new DcgmExporter(cluster, 'dcgm-exporter');
}

/** Offers the EFA interfaces of nodes to pods. Source: aws/eks-charts stable/aws-efa-k8s-device-plugin @5239609242f3430be50fb0b714a24d3ef2b47983 */
function addEfa(cluster: EksCluster): void {
  new Addon(cluster, 'efa', {
    namespace: 'kube-system',
    release: { repository: 'https://aws.github.io/eks-charts', name: 'aws-efa-k8s-device-plugin', version: 'v0.5.30' },
    values: { tolerations: [{ operator: 'Exists' }] },
  });
}
