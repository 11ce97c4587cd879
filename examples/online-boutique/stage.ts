import type { AppProps, EnvironmentProps, ExistingGpuNodePoolProps, ExistingNodePoolProps, ModelServerProps } from 'keelson';

/** One stage of the shop, as stages.json has it. */
export interface Stage extends EnvironmentProps {
  readonly name: string;
  /** Nodes without GPUs that the stage's cluster has. */
  readonly nodes: ExistingNodePoolProps;
  /** GPUs that it has. */
  readonly pool: ExistingGpuNodePoolProps;
  /** Size of the shopping assistant. */
  readonly assistant: Pick<ModelServerProps, 'context' | 'concurrency' | 'replicas'>;
  /** What differs from workloads.json, by workload. */
  readonly overlay: Readonly<Record<string, Partial<AppProps>>>;
}
