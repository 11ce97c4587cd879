import type { IConstruct } from 'constructs';
import { z } from 'zod';
import type { KnownModel } from '../../facts/models/models.ts';
import type { Alias } from '../../synth/aliases.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import { SecretHandle } from '../../synth/secret-handle.ts';
import type { IGpuNodePool } from '../gpu/gpu-node-pool.ts';
import { type Env, envSchema } from '../platform/env.ts';
import { bytesQuantity, cpuQuantity } from '../platform/quantity.ts';
import { aliasList, constructs, objectName, passed, type Shape, text } from '../platform/schemas.ts';

/** Props of a `ModelServer`. */
export interface ModelServerProps {
  /** Name of the model on Hugging Face, such as `Qwen/Qwen3-8B`. Its revision is pinned in models.lock. */
  readonly model: KnownModel | (string & {});
  /** Pool whose GPUs it runs on. */
  readonly pool: IGpuNodePool;
  /** Longest request and answer together, in tokens (`--max-model-len`), at least 1. */
  readonly context: number;
  /** Requests that are worked on at the same time by one replica (`--max-num-seqs`), at least 1. */
  readonly concurrency: number;
  /** Number of replicas, at least 1. @default 1 */
  readonly replicas?: number;
  /** GPUs of one replica, which share the model's layers (`--tensor-parallel-size`), at least 1. @default 1 */
  readonly tensorParallel?: number;
  /** Share of a GPU's memory that vLLM uses (`--gpu-memory-utilization`), above 0 and at most 1. @default 0.9 */
  readonly gpuMemoryUtilization?: number;
  /** Image of vLLM, best with its digest. @default - vLLM 0.30.0, pinned by digest */
  readonly image?: Referable<string>;
  /** Further arguments of `vllm serve`, each as one text. @default - none */
  readonly args?: readonly string[];
  /** Further environment variables. @default - none */
  readonly env?: Env;
  /** Token of Hugging Face, for a gated model. @default - none */
  readonly token?: SecretHandle;
  /** Minutes that the server may take to load and compile the model before it is restarted, at least 1. @default 30 */
  readonly startupMinutes?: number;
  /** Seconds that running requests get to end when a pod is stopped, at least 0. @default 30 */
  readonly drainSeconds?: number;
  /** Disk for the weights and compiled kernels of a pod, with its unit. It goes with the pod. @default - unbounded space on the node */
  readonly cacheSize?: Referable<string>;
  /** Name of a PersistentVolumeClaim that exists and holds the cache instead; several replicas need one that many nodes can mount. @default - none */
  readonly cacheClaim?: string;
  /** Shared memory of a pod in GiB, at least 1; it counts against `memory`. @default - 2, and 8 with more than one GPU */
  readonly sharedMemoryGiB?: number;
  /** CPU that is reserved. @default '4' for each GPU */
  readonly cpu?: Referable<string>;
  /** Memory that is reserved and at the same time the limit, with its unit. @default '24Gi' for each GPU */
  readonly memory?: Referable<string>;
  /** Name of the objects. @default - the construct id */
  readonly name?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Checks {@link ModelServerProps}. */
export const modelServerSchema = z.strictObject({
  model: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be a name such as Qwen/Qwen3-8B'),
  pool: passed<IGpuNodePool>((value) => typeof value === 'object' && value !== null && 'gpusPerNode' in value, 'a GpuNodePool'),
  context: z.int().min(1),
  concurrency: z.int().min(1),
  replicas: z.int().min(1).optional(),
  tensorParallel: z.int().min(1).optional(),
  gpuMemoryUtilization: z.number().gt(0).max(1).optional(),
  image: text.optional(),
  args: z.array(z.string()).optional(),
  env: envSchema.optional(),
  token: passed<SecretHandle>(SecretHandle.is, 'a secret handle').optional(),
  startupMinutes: z.int().min(1).optional(),
  drainSeconds: z.int().min(0).optional(),
  cacheSize: bytesQuantity.optional(),
  cacheClaim: objectName.optional(),
  sharedMemoryGiB: z.int().min(1).optional(),
  cpu: cpuQuantity.optional(),
  memory: bytesQuantity.optional(),
  name: objectName.optional(),
  dependsOn: constructs.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<ModelServerProps>);
