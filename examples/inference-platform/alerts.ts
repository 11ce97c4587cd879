import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type EksCluster, Namespace, Unit } from 'keelson';
import { DASHBOARDS, dashboard } from './dashboard.ts';
import { EDGE } from './gateway.ts';
import { MONITORING } from './monitoring.ts';
import type { Stage } from './stage.ts';

type Rule = readonly [alert: string, expr: string, minutes: number, severity: 'page' | 'ticket', summary: string];

/** What of the models, the GPUs and the controllers is measured, and what somebody is told. */
export function addAlerts(cluster: EksCluster, stage: Stage): void {
  const monitoring = Namespace.existing(new Unit(cluster, 'alerts'), 'monitoring', { name: MONITORING });
  addSources(monitoring, Object.keys(stage.pools).length > 1);
  addRules(monitoring, 'serving', SERVING);
  addRules(monitoring, 'gpus', GPUS);
  addRules(monitoring, 'controllers', CONTROLLERS);
  addRules(monitoring, 'shop', SHOP);
  for (const name of DASHBOARDS)
    new ApiObject(monitoring, `${name}-dashboard`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${name}-dashboard`, labels: { grafana_dashboard: '1' } }, // Grafana's sidecar looks for it
      data: { [`${name}.json`]: dashboard(name) },
    });
  new ApiObject(monitoring, 'grafana-route', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'grafana' },
    spec: {
      parentRefs: [{ name: 'inside', namespace: EDGE, sectionName: 'https' }],
      hostnames: [`grafana.${stage.domain}`],
      rules: [{ backendRefs: [{ name: 'kube-prometheus-stack-grafana', port: 80 }] }],
    },
  });
}

/** Histograms and gauges of vLLM: docs.vllm.ai, "Production Metrics". */
const SERVING: readonly Rule[] = [
  [
    'ModelDown',
    'kube_deployment_status_replicas_available{namespace="serving"} == 0',
    5,
    'page',
    'No replica of {{ $labels.deployment }} answers',
  ],
  ['RequestsWait', 'sum by (model_name) (vllm:num_requests_waiting) > 20', 10, 'ticket', 'Requests wait for {{ $labels.model_name }}'],
  [
    'FirstTokenSlow',
    'histogram_quantile(0.95, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m]))) > 5',
    15,
    'page',
    'The first token of {{ $labels.model_name }} takes more than 5 s',
  ],
  ['CacheFull', 'max by (pod) (vllm:kv_cache_usage_perc) > 0.95', 15, 'ticket', 'The KV cache of {{ $labels.pod }} is full'],
];
/** Fields of DCGM: docs.nvidia.com, "DCGM API reference, Field Identifiers". */
const GPUS: readonly Rule[] = [
  [
    'GpuError',
    'max by (Hostname, gpu) (DCGM_FI_DEV_XID_ERRORS) > 0',
    1,
    'page',
    'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} reports an XID error',
  ],
  ['GpuHot', 'max by (Hostname, gpu) (DCGM_FI_DEV_GPU_TEMP) > 88', 10, 'ticket', 'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} is hot'],
  [
    'GpuIdle',
    'max by (Hostname) (max_over_time(DCGM_FI_DEV_GPU_UTIL[2h])) == 0',
    60,
    'ticket',
    '{{ $labels.Hostname }} is paid for, and does nothing',
  ],
];
const CONTROLLERS: readonly Rule[] = [
  ['NoCapacity', 'sum(rate(karpenter_cloudprovider_errors_total[10m])) > 0.1', 15, 'ticket', 'Karpenter gets no nodes from AWS'],
  [
    'CertificateNotReady',
    'max by (namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1',
    15,
    'ticket',
    'The certificate {{ $labels.name }} is not ready',
  ],
  [
    'PodsPend',
    'sum by (namespace) (kube_pod_status_phase{phase="Pending"}) > 5',
    30,
    'ticket',
    'Pods of {{ $labels.namespace }} find no node',
  ],
];
const SHOP: readonly Rule[] = [
  [
    'ShopDown',
    'kube_deployment_status_replicas_available{namespace="shop", deployment="frontend"} == 0',
    2,
    'page',
    'Nobody can buy anything',
  ],
  [
    'ShopRestarts',
    'sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="shop"}[1h])) > 3',
    5,
    'ticket',
    '{{ $labels.pod }} starts again and again',
  ],
];

function addRules(scope: Construct, name: string, rules: readonly Rule[]): void {
  new ApiObject(scope, `rules-${name}`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name },
    spec: {
      groups: [
        {
          name,
          rules: rules.map(([alert, expr, minutes, severity, summary]) => ({
            alert,
            expr,
            for: `${minutes}m`,
            labels: { severity },
            annotations: { summary },
          })),
        },
      ],
    },
  });
}

/** Where metrics come from, beside the nodes and the API server. */
function addSources(scope: Construct, operator: boolean): void {
  const source = (kind: 'PodMonitor' | 'ServiceMonitor', name: string, namespace: string, labels: object, port: string) =>
    new ApiObject(scope, `source-${name}`, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind,
      metadata: { name },
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: labels },
        [kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints']: [{ port, interval: '15s' }],
      },
    });
  source('PodMonitor', 'models', 'serving', { 'app.kubernetes.io/managed-by': 'keelson' }, 'http');
  source('PodMonitor', 'embeddings', 'serving', { 'serving.kserve.io/inferenceservice': 'embeddings' }, 'http1');
  source('PodMonitor', 'cert-manager', 'cert-manager', { 'app.kubernetes.io/name': 'cert-manager' }, 'http-metrics');
  source('ServiceMonitor', 'karpenter', 'kube-system', { 'app.kubernetes.io/name': 'karpenter' }, 'http-metrics');
  source('ServiceMonitor', 'external-dns', 'external-dns', { 'app.kubernetes.io/name': 'external-dns' }, 'http');
  if (operator) source('ServiceMonitor', 'gpus', 'gpu-operator', { app: 'nvidia-dcgm-exporter' }, 'gpu-metrics');
  else source('ServiceMonitor', 'gpus', 'dcgm-exporter', { 'app.kubernetes.io/name': 'dcgm-exporter' }, 'metrics');
}
