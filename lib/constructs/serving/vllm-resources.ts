import type { Referable } from '../../synth/reference/reference.ts';
import type { ModelServerProps } from './model-server-props.ts';
import { gpusOf } from './vllm-flags.ts';

/** Cores for each GPU: an instance with one GPU has 4, of which pods get 3.92 and the node's own agents some. */
const CPU = 3;
/** GiB for each GPU: an instance with one GPU has 16, of which pods get 13.8 and the node's own agents some. */
const MEMORY_GIB = 12;

/** Memory of a pod. */
export function memoryOf(props: ModelServerProps): Referable<string> {
  return props.memory ?? `${MEMORY_GIB * gpusOf(props)}Gi`;
}

/** Shared memory of a pod, GiB: NCCL needs more of it between GPUs. */
export function sharedMemoryOf(props: ModelServerProps): number {
  return props.sharedMemoryGiB ?? (gpusOf(props) > 1 ? 8 : 2);
}

/** Requests and limits of the container in Kubernetes' form. */
export function vllmResources(props: ModelServerProps): Record<string, unknown> {
  const { pool, cpu = `${CPU * gpusOf(props)}`, cache = {} } = props;
  const gpus = { [pool.resource]: gpusOf(props) };
  const memory = memoryOf(props);
  const onNode = cache.size !== undefined && cache.storageClass === undefined;
  return { requests: { cpu, memory, ...(onNode && { 'ephemeral-storage': cache.size }), ...gpus }, limits: { memory, ...gpus } };
}
