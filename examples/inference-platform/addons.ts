import {
  Addon,
  AwsLoadBalancerController,
  CertManager,
  type EksCluster,
  ExternalDns,
  ExternalSecrets,
  GatewayApi,
  Karpenter,
  Keda,
  MetricsServer,
} from 'keelson';
import type { Dns } from './dns.ts';
import { addGpuAddons } from './gpu-addons.ts';
import type { Keys } from './keys.ts';
import { addMlAddons } from './ml-addons.ts';
import type { Stage } from './stage.ts';

/**
 * What every workload builds on. What AWS tests with each version of Kubernetes is an add-on of EKS; what has a chart is a release
 * of Terraform, pinned; Gateway API has neither, so its manifests are vendored.
 */
export function addAddons(cluster: EksCluster, stage: Stage, { keys, dns }: { readonly keys: Keys; readonly dns: Dns }): void {
  const replicas = stage.controllers;
  new Addon(cluster, 'eks-node-monitoring-agent', { eks: {} });
  new Karpenter(cluster, 'karpenter', { replicas });
  new MetricsServer(cluster, 'metrics-server', { replicas });
  const gatewayApi = new GatewayApi(cluster, 'gateway-api');
  const certManager = new CertManager(cluster, 'cert-manager', { replicas });
  new AwsLoadBalancerController(cluster, 'load-balancers', { replicas, waf: true, dependsOn: [gatewayApi] });
  new ExternalSecrets(cluster, 'external-secrets', { replicas, kmsKeys: [keys.data.arn] });
  new ExternalDns(cluster, 'external-dns', {
    zones: [dns.zoneId],
    domains: [stage.domain],
    policy: 'sync',
    sources: ['gateway-httproute'],
    dependsOn: [gatewayApi],
  });
  new Keda(cluster, 'keda', { replicas });
  addGpuAddons(cluster, stage);
  addMlAddons(cluster, stage, certManager);
}
