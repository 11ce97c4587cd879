import type { IConstruct } from 'constructs';
import type { KnownModel } from '../../facts/models/models.ts';
import type { Alias } from '../../synth/aliases.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import type { SecretHandle } from '../../synth/secret-handle.ts';
import type { IGpuNodePool } from '../gpu/gpu-pool-ref.ts';
import type { Env } from '../platform/env.ts';
import type { AllowFrom, AllowTo } from '../platform/peers.ts';

/** Where the weights and compiled kernels of a model server are kept. */
export interface ModelCache {
  /** Size, with its unit: what a pod reserves on its node's disk and may use at most, or the size of its own volume. @default - no limit */
  readonly size?: Referable<string>;
  /** Gives each pod a volume of `size` of this class, which goes with the pod. @default - the node's disk */
  readonly storageClass?: string;
  /**
   * Name of a PersistentVolumeClaim that exists in the same namespace, which all pods share: new pods then load what others
   * have downloaded and compiled. Several nodes must be able to mount it at the same time (ReadWriteMany). @default - none
   */
  readonly claim?: string;
}

/** Props of a `ModelServer`. */
export interface ModelServerProps {
  /** Name of the model on Hugging Face, such as `Qwen/Qwen3-8B`. Its revision is pinned in models.lock. */
  readonly model: KnownModel | (string & {});
  /** Pool of the same cluster whose GPUs it runs on. */
  readonly pool: IGpuNodePool;
  /** Longest request and answer together, in tokens (`--max-model-len`), at least 1. */
  readonly context: number;
  /** Requests that are worked on at the same time by one replica (`--max-num-seqs`), at least 1. */
  readonly concurrency: number;
  /** Number of replicas, at least 1. @default 1 */
  readonly replicas?: number;
  /** GPUs that share each layer of the model (`--tensor-parallel-size`), at least 1; they are on one node. @default 1 */
  readonly tensorParallel?: number;
  /** Groups of GPUs that each hold a part of the layers (`--pipeline-parallel-size`), at least 1; they are on one node. @default 1 */
  readonly pipelineParallel?: number;
  /** Share of a GPU's memory that vLLM uses (`--gpu-memory-utilization`), above 0 and at most 1. @default 0.9 */
  readonly gpuMemoryUtilization?: number;
  /** Tokens that one step works on at most (`--max-num-batched-tokens`), at least 1. @default - what vLLM 0.30 takes for the GPU: 8192 from 70 GiB up but for A100, else 2048; at least `concurrency` */
  readonly maxBatchedTokens?: number;
  /** Image of vLLM 0.20 or newer, with a tag or, better, a digest. @default - vLLM 0.30.0, pinned by digest */
  readonly image?: Referable<string>;
  /** Further arguments of `vllm serve`, each as one text; none that a prop sets. @default - none */
  readonly args?: readonly string[];
  /** Further environment variables; one that is set already is replaced. @default - none */
  readonly env?: Env;
  /** Token of Hugging Face, for a gated model. @default - none */
  readonly token?: SecretHandle;
  /** Minutes that the server may take to load and compile the model before it is restarted, at least 1. @default 30 */
  readonly startupMinutes?: number;
  /** Seconds that running requests get to end when a pod is stopped, at least 0 (`--shutdown-timeout`). @default 30 */
  readonly drainSeconds?: number;
  /** Where weights and compiled kernels are kept. @default - the node's disk, without a limit, for as long as the pod lives */
  readonly cache?: ModelCache;
  /** Shared memory of a pod in GiB, at least 1; it counts against `memory`. @default - 2, and 8 with more than one GPU */
  readonly sharedMemoryGiB?: number;
  /** CPU that is reserved. @default '3' for each GPU, which every instance type of AWS has */
  readonly cpu?: Referable<string>;
  /** Memory that is reserved and at the same time the limit, with its unit. @default '12Gi' for each GPU, which every instance type of AWS has */
  readonly memory?: Referable<string>;
  /**
   * Who may reach it, beside pods of the same namespace and of those namespaces of the program whose objects hold its `url` or
   * `host`: for instance where a gateway or Prometheus run. `'cluster'` is every pod. @default - nobody else
   */
  readonly allowFrom?: AllowFrom | 'cluster';
  /**
   * What the pods may reach, beside pods of the same namespace and DNS: without a cache that holds the weights, also where
   * those come from. @default - anything
   */
  readonly allowTo?: AllowTo;
  /** Name of a PriorityClass. @default - the cluster's default */
  readonly priorityClass?: string;
  /** Name of the objects. @default - the construct id */
  readonly name?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}
