import type { AppProps, EnvironmentProps, ExistingGpuNodePoolProps, ModelServerProps } from 'keelson';

/** One stage of the shop, as stages.json has it. */
export interface Stage extends EnvironmentProps {
  readonly name: string;
  /** GPUs that the stage's cluster has. */
  readonly pool: ExistingGpuNodePoolProps;
  /** Size of the shopping assistant. */
  readonly assistant: Pick<ModelServerProps, 'context' | 'concurrency' | 'replicas'>;
  /** What differs from workloads.json, by workload. */
  readonly overlay: Readonly<Record<string, Partial<AppProps>>>;
}
