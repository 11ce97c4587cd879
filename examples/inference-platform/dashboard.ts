type Panel = readonly [title: string, expr: string, unit: string];

/** What somebody on call looks at first, by what is asked: do models answer, are GPUs at work, can people buy. */
const PANELS = {
  serving: [
    ['Requests that run', 'sum by (model_name) (vllm:num_requests_running)', 'short'],
    ['Requests that wait', 'sum by (model_name) (vllm:num_requests_waiting)', 'short'],
    [
      'Time to the first token, p95',
      'histogram_quantile(0.95, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m])))',
      's',
    ],
    ['Tokens a second', 'sum by (model_name) (rate(vllm:generation_tokens_total[5m]))', 'short'],
    ['KV cache', 'max by (pod) (vllm:kv_cache_usage_perc)', 'percentunit'],
  ],
  gpus: [
    ['At work', 'avg by (Hostname) (DCGM_FI_DEV_GPU_UTIL)', 'percent'],
    ['Memory in use', 'avg by (Hostname) (DCGM_FI_DEV_FB_USED)', 'decmbytes'],
    ['Temperature', 'max by (Hostname) (DCGM_FI_DEV_GPU_TEMP)', 'celsius'],
    ['Power', 'sum by (Hostname) (DCGM_FI_DEV_POWER_USAGE)', 'watt'],
  ],
  shop: [
    ['Replicas', 'sum by (deployment) (kube_deployment_status_replicas_available{namespace="shop"})', 'short'],
    ['CPU', 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="shop"}[5m]))', 'short'],
    ['Restarts', 'sum by (pod) (increase(kube_pod_container_status_restarts_total{namespace="shop"}[1h]))', 'short'],
  ],
} as const satisfies Readonly<Record<string, readonly Panel[]>>;

/** Names of the dashboards. */
export const DASHBOARDS = Object.keys(PANELS) as (keyof typeof PANELS)[];

/** A dashboard of Grafana, as JSON. */
export function dashboard(uid: keyof typeof PANELS): string {
  const panels = PANELS[uid].map(([title, expr, unit], index) => ({
    id: index + 1,
    type: 'timeseries',
    title,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit } },
    targets: [{ expr, legendFormat: '__auto' }],
  }));
  const board = { uid, title: uid, schemaVersion: 39, refresh: '30s', time: { from: 'now-3h', to: 'now' }, panels };
  return `${JSON.stringify(board, undefined, 2)}\n`;
}
