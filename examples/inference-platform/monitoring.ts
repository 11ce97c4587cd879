import { ApiObject } from 'cdk8s';
import { type EksCluster, KubePrometheusStack, Namespace, Unit } from 'keelson';
import { CLASSES } from './cluster.ts';
import type { Secrets } from './secrets.ts';
import type { Stage } from './stage.ts';

/** Namespace of Prometheus. */
export const MONITORING = 'monitoring';
/** Where the metrics are asked for. */
export const PROMETHEUS = `http://kube-prometheus-stack-prometheus.${MONITORING}:9090`;

/**
 * Prometheus, Alertmanager and Grafana. A unit of its own: it waits for External Secrets, which brings the password of the one and
 * the configuration of the other.
 */
export function addMonitoring(cluster: EksCluster, stage: Stage, secrets: Secrets): void {
  const unit = new Unit(cluster, 'monitoring');
  const namespace = new Namespace(unit, 'namespace', { name: MONITORING, podSecurity: 'privileged' });
  const grafana = secretOf(namespace, 'grafana', { dataFrom: [{ extract: { key: secrets.grafana } }] });
  const alertmanager = secretOf(namespace, 'alertmanager', {
    data: [{ secretKey: 'alertmanager.yaml', remoteRef: { key: secrets.alertmanager } }],
  });
  new KubePrometheusStack(unit, 'prometheus', {
    namespace: MONITORING,
    createNamespace: false,
    retentionDays: stage.production ? 30 : 7,
    storageGiB: stage.production ? 400 : 50,
    storageClass: 'kept',
    replicas: stage.controllers,
    alertmanagerSecret: 'alertmanager',
    grafana: { adminSecret: 'grafana' },
    dependsOn: [grafana, alertmanager, cluster.node.findChild(CLASSES)],
  });
}

function secretOf(namespace: Namespace, name: string, from: object): ApiObject {
  return new ApiObject(namespace, `${name}-secret`, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: { refreshInterval: '1h', secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws-secrets-manager' }, target: { name }, ...from },
  });
}
