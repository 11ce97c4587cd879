import type { DiskProps, EnvironmentProps, GpuNodePoolProps, ModelServerProps } from 'keelson';

/** Name of a model server, and with it of its Service. */
export type ModelName = 'qwen3-8b' | 'llama-3-8b' | 'qwen3-14b' | 'qwen3-32b' | 'llama-3-70b';

/** Name of a pool of GPUs that models are served on. */
export type ServingPool = 'l40s' | 'h100' | 'h200';

/** A pool as a stage sizes it; what it is made of says pools.ts. */
export type PoolSize = Pick<GpuNodePoolProps, 'maxNodes' | 'capacity'>;

/** A model as a stage sizes it; what it is says models.ts. */
export interface ModelSize extends Pick<ModelServerProps, 'context' | 'concurrency'> {
  /** Replicas that are always there. */
  readonly replicas: number;
  /** Replicas at most, when requests wait. */
  readonly maxReplicas: number;
}

/** One stage of the platform: everything in which it differs from the others. */
export interface Stage {
  readonly name: 'dev' | 'staging' | 'prod';
  /** What `keelson bootstrap` printed. */
  readonly place: Required<Pick<EnvironmentProps, 'account' | 'region' | 'state' | 'roles'>>;
  /** Domain of the stage, delegated by the one above. */
  readonly domain: string;
  /** Whether it serves customers: it is then kept from being deleted, copied to another region, and watched day and night. */
  readonly production: boolean;
  readonly network: {
    readonly cidr: string;
    readonly zones: readonly string[];
    readonly nat: 'zone' | 'single';
  };
  /** Nodes that the add-ons run on. */
  readonly systemNodes: number;
  /** Pods of each controller. */
  readonly controllers: number;
  readonly systemDisk: DiskProps;
  readonly pools: Partial<Readonly<Record<ServingPool, PoolSize>>>;
  /** GPUs that are bought ahead for training, by their Capacity Block. */
  readonly training?: { readonly block: string; readonly zone: string; readonly nodes: number };
  readonly models: Partial<Readonly<Record<ModelName, ModelSize>>>;
  /** Most that a month may cost, USD. */
  readonly monthlyBudget: number;
  /** Days that logs are kept. */
  readonly logDays: 30 | 90 | 365;
}
