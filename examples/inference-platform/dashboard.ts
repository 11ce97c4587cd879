/** What somebody on call looks at first. */
const PANELS = [
  ['Requests that run', 'sum by (model_name) (vllm:num_requests_running)', 'short'],
  ['Requests that wait', 'sum by (model_name) (vllm:num_requests_waiting)', 'short'],
  [
    'Time to the first token, p95',
    'histogram_quantile(0.95, sum by (le, model_name) (rate(vllm:time_to_first_token_seconds_bucket[5m])))',
    's',
  ],
  ['Tokens a second', 'sum by (model_name) (rate(vllm:generation_tokens_total[5m]))', 'short'],
  ['KV cache', 'max by (pod) (vllm:kv_cache_usage_perc)', 'percentunit'],
  ['GPUs at work', 'avg by (Hostname) (DCGM_FI_DEV_GPU_UTIL)', 'percent'],
] as const;

/** The dashboard of Grafana, as JSON. */
export function dashboard(): string {
  const panels = PANELS.map(([title, expr, unit], index) => ({
    id: index + 1,
    type: 'timeseries',
    title,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit } },
    targets: [{ expr, legendFormat: '__auto' }],
  }));
  return `${JSON.stringify({ uid: 'serving', title: 'Serving', schemaVersion: 39, refresh: '30s', time: { from: 'now-3h', to: 'now' }, panels }, undefined, 2)}\n`;
}
