/** A flag of `vllm serve`. */
export interface VllmFlag {
  readonly flag: string;
  /** What vLLM does without it, as its source writes it. Absent when no source says it. */
  readonly fallback?: string;
  /** First version that has it. Absent when no source says it. */
  readonly since?: string;
  /** First version that doesn't have it any more. */
  readonly removed?: string;
  readonly note?: string;
  readonly source: string;
}

// biome-ignore format: one row a line
export const vllmFlags: readonly VllmFlag[] = [
  { flag: '--tensor-parallel-size', fallback: '1', note: 'present in 0.10.1.1 and newest', source: 'https://docs.vllm.ai/en/v0.10.1.1/api/vllm/config/parallel.html' },
  { flag: '--pipeline-parallel-size', fallback: '1', note: 'present in 0.10.1.1 and newest', source: 'https://docs.vllm.ai/en/v0.10.1.1/api/vllm/config/parallel.html' },
  { flag: '--data-parallel-size', fallback: '1', note: 'present in 0.10.1.1 and newest', source: 'https://docs.vllm.ai/en/v0.10.1.1/api/vllm/config/parallel.html' },
  { flag: '--enable-expert-parallel', note: 'field ParallelConfig.enable_expert_parallel present in the newest', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--gpu-memory-utilization', fallback: '0.92', note: '0.9 up to at least 0.10.2; 0.92 in the newest: vllm-project/vllm vllm/config/cache.py @002f10e0cfa1373a19a0d2756598a34b700d20e5; version of the change not seen', source: 'https://docs.vllm.ai/en/v0.10.2/api/vllm/config/cache.html; vllm-project/vllm vllm/config/cache.py @002f10e0cfa1373a19a0d2756598a34b700d20e5' },
  { flag: '--kv-cache-memory-bytes', fallback: 'None', note: 'added by https://github.com/vllm-project/vllm/pull/21489 (version not seen); per GPU; where it is set, gpu_memory_utilization is ignored', source: 'https://github.com/vllm-project/vllm/pull/21489; vllm-project/vllm vllm/config/cache.py @002f10e0cfa1373a19a0d2756598a34b700d20e5; https://docs.vllm.ai/en/latest/cli/index.html' },
  { flag: '--max-num-seqs', fallback: 'None', note: 'None = set at start by usage context; class default 128', source: 'https://docs.vllm.ai/en/v0.13.0/api/vllm/config/scheduler/; a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--max-num-batched-tokens', fallback: 'None', note: 'None = set at start by usage context; class default 2048', source: 'https://docs.vllm.ai/en/stable/api/vllm/config/scheduler/; a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--max-model-len', note: 'accepts 1k/1K suffixes, as --max-num-batched-tokens does', source: 'https://docs.vllm.ai/en/latest/cli/index.html' },
  { flag: '--kv-cache-dtype', fallback: 'auto', note: 'choices in the newest: auto float16 bfloat16 fp8 fp8_e4m3 fp8_e5m2 fp8_inc fp8_ds_mla nvfp4 ...; 0.10.2: auto fp8 fp8_e4m3 fp8_e5m2 fp8_inc', source: 'vllm-project/vllm vllm/config/cache.py @002f10e0cfa1373a19a0d2756598a34b700d20e5' },
  { flag: '--quantization', fallback: 'None', note: 'default seen in old source only; the field is present in the newest', source: 'vllm-project/vllm vllm/engine/arg_utils.py @001999d2f360c2c5da23a916510c273b1a73d06c; a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--load-format', note: 'choices in 0.8.5: auto pt safetensors npcache dummy tensorizer sharded_state gguf bitsandbytes mistral runai_streamer runai_streamer_sharded fastsafetensors', source: 'https://docs.vllm.ai/en/v0.8.5/serving/engine_args.html' },
  { flag: '--enable-prefix-caching', fallback: 'None', note: 'engine argument None = decided by the model; CacheConfig default True', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation; vllm-project/vllm vllm/config/cache.py @002f10e0cfa1373a19a0d2756598a34b700d20e5' },
  { flag: '--enable-chunked-prefill', fallback: 'None', note: 'None = decided by the model', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--enforce-eager', note: 'present in the newest', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--served-model-name', note: 'takes several names', source: 'https://github.com/vllm-project/vllm/pull/2894' },
  { flag: '--enable-lora', fallback: 'False', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--max-loras', fallback: '1', source: 'https://docs.vllm.ai/en/v0.26.0/api/vllm/config/lora/' },
  { flag: '--max-lora-rank', fallback: '16', note: 'allowed 1 8 16 32 64 128 256 320 512; 0.11.0 took any int', source: 'https://docs.vllm.ai/en/v0.14.0/api/vllm/config/lora/; https://docs.vllm.ai/en/v0.26.0/api/vllm/config/lora/' },
  { flag: '--lora-modules', source: 'https://docs.redhat.com/en/documentation/red_hat_ai_inference_server/3.0/html/vllm_server_arguments/vllm-server-usage_server-arguments' },
  { flag: '--shutdown-timeout', fallback: '0', since: '0.18.0', note: 'seconds; 0 = abort in-flight requests at SIGTERM', source: 'https://docs.vllm.ai/en/v0.30.0/cli/serve/; https://github.com/llm-d/llm-d/issues/927; https://github.com/vllm-project/vllm/pull/36666' },
  { flag: '--revision', note: 'present in 0.8.1 and newest', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--tokenizer-revision', note: 'present in 0.8.1 and newest', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--swap-space', fallback: '4', removed: '0.18.0', note: 'present 0.15.0 to 0.17.1, absent 0.18.0 to 0.29.0; removed by https://github.com/vllm-project/vllm/pull/36216; default 4 GB said in https://github.com/verl-project/verl/pull/960', source: 'https://github.com/unslothai/unsloth-zoo/issues/1210; https://github.com/vllm-project/vllm/pull/36216; https://github.com/verl-project/verl/pull/960' },
  { flag: '--cpu-offload-gb', fallback: '0', note: 'default seen in old source only; in the newest the field moved from CacheConfig to UVAOffloadConfig, the flag stays', source: 'vllm-project/vllm vllm/engine/arg_utils.py @001999d2f360c2c5da23a916510c273b1a73d06c; a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--async-scheduling', fallback: 'None', note: 'None = decided automatically; on by default since the change of https://github.com/vllm-project/vllm-gaudi/pull/768 (vllm #27614), with EAGLE/MTP by https://github.com/vllm-project/vllm/pull/31998', source: 'https://github.com/vllm-project/vllm-gaudi/pull/768; https://github.com/vllm-project/vllm/pull/31998; a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--api-server-count', fallback: 'data_parallel_size', note: 'default 1 in older versions', source: 'https://docs.redhat.com/zh-cn/documentation/red_hat_ai_inference_server/3.3/html/vllm_server_arguments/vllm-server-usage_server-arguments; https://docs.vllm.ai/en/v0.30.0/cli/serve/' },
  { flag: '--max-num-queued-reqs', fallback: 'None', note: 'in the newest only; admission limit, a further request gets 503', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
  { flag: '--max-num-queued-tokens', fallback: 'None', note: 'in the newest only; admission limit, a further request gets 503', source: 'a copy of vllm/engine/arg_utils.py that has the flags of the 0.30.0 documentation' },
];

/** What is known of a flag, such as `--max-model-len`; undefined for a flag that Keelson knows nothing about. */
export function findVllmFlag(flag: string): VllmFlag | undefined {
  return vllmFlags.find((row) => row.flag === flag);
}

/** Whether a version of vLLM, such as `0.30.0`, has a flag; undefined when no source says it. */
export function hasVllmFlag(flag: string, version: string): boolean | undefined {
  const row = findVllmFlag(flag);
  if (!row || (row.since === undefined && row.removed === undefined)) return undefined;
  if (row.removed !== undefined && compare(version, row.removed) >= 0) return false;
  return row.since === undefined ? undefined : compare(version, row.since) >= 0;
}

function compare(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
