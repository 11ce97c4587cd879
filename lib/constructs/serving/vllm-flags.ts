import { gpuMemoryGib } from '../../facts/gpus/instances.ts';
import { findImage, imageReference } from '../../facts/images/images.ts';
import type { ModelServerProps } from './model-server-props.ts';

const pin = findImage('vllm-openai');

/** The image of vLLM that is used when the program names none. */
export const defaultImage: string = pin ? imageReference(pin) : '';

/** Version of {@link defaultImage}. */
export const defaultVersion: string = pin?.tag.replace(/^v/, '') ?? '';

/** Flags that are no arguments of the user's, each with what to do instead. */
export const ownFlags: ReadonlyMap<string, string> = new Map([
  ['--model', 'use the prop model'],
  ['--revision', 'the revision comes from models.lock'],
  ['--tokenizer-revision', 'the revision comes from models.lock'],
  ['--max-model-len', 'use the prop context'],
  ['--max-num-seqs', 'use the prop concurrency'],
  ['--max-num-batched-tokens', 'use the prop maxBatchedTokens'],
  ['--tensor-parallel-size', 'use the prop tensorParallel'],
  ['-tp', 'use the prop tensorParallel'],
  ['--pipeline-parallel-size', 'use the prop pipelineParallel'],
  ['-pp', 'use the prop pipelineParallel'],
  ['--data-parallel-size', 'use the prop replicas'],
  ['-dp', 'use the prop replicas'],
  ['--gpu-memory-utilization', 'use the prop gpuMemoryUtilization'],
  ['--shutdown-timeout', 'use the prop drainSeconds'],
  ['--port', 'the port is always 8000'],
  ['--hf-token', 'use the prop token'],
  ['--api-key', 'give it as env: { VLLM_API_KEY: <a secret handle> }'],
]);

/** GPUs of one replica. */
export function gpusOf({ tensorParallel = 1, pipelineParallel = 1 }: ModelServerProps): number {
  return tensorParallel * pipelineParallel;
}

/** Arguments of `vllm serve`. What vLLM would choose by the size of the GPU is given, so that an upgrade changes nothing by itself. */
export function vllmArguments(props: ModelServerProps, revision: string, port: number, drainSeconds: number): string[] {
  const { pipelineParallel = 1 } = props;
  const batched = props.maxBatchedTokens ?? defaultBatchedTokens(props);
  return [
    props.model,
    `--revision=${revision}`,
    `--tokenizer-revision=${revision}`,
    `--served-model-name=${props.model}`,
    `--port=${port}`,
    `--max-model-len=${props.context}`,
    `--max-num-seqs=${props.concurrency}`,
    ...(batched === undefined ? [] : [`--max-num-batched-tokens=${batched}`]),
    `--tensor-parallel-size=${props.tensorParallel ?? 1}`,
    ...(pipelineParallel > 1 ? [`--pipeline-parallel-size=${pipelineParallel}`] : []),
    `--gpu-memory-utilization=${props.gpuMemoryUtilization ?? 0.9}`,
    `--shutdown-timeout=${drainSeconds}`,
    ...(props.args ?? []),
  ];
}

/** Undefined for a GPU of unknown size. Source: vllm-project/vllm vllm/engine/arg_utils.py, get_batch_defaults, for the API server. */
function defaultBatchedTokens({ pool, concurrency }: ModelServerProps): number | undefined {
  const memory = gpuMemoryGib(pool.gpu);
  if (memory === undefined) return undefined;
  return Math.max(memory >= 70 && !pool.gpu.startsWith('A100') ? 8192 : 2048, concurrency);
}
