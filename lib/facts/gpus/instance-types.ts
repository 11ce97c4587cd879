import type { GpuModel } from './models.ts';

/*
 * Written out, so that an editor offers them and the compiler stays quick; a test holds them against the table of instances.
 */

/** Instance types that are offered for new pools, by the model of their GPUs. */
// biome-ignore format: one row a line
export const instanceTypesByGpu = {
  T4: ['g4dn.xlarge', 'g4dn.2xlarge', 'g4dn.4xlarge', 'g4dn.8xlarge', 'g4dn.12xlarge', 'g4dn.16xlarge', 'g4dn.metal'],
  A10G: ['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge', 'g5.8xlarge', 'g5.12xlarge', 'g5.16xlarge', 'g5.24xlarge', 'g5.48xlarge'],
  L4: ['g6.xlarge', 'g6.2xlarge', 'g6.4xlarge', 'g6.8xlarge', 'g6.12xlarge', 'g6.16xlarge', 'g6.24xlarge', 'g6.48xlarge', 'gr6.4xlarge', 'gr6.8xlarge'],
  L40S: ['g6e.xlarge', 'g6e.2xlarge', 'g6e.4xlarge', 'g6e.8xlarge', 'g6e.12xlarge', 'g6e.16xlarge', 'g6e.24xlarge', 'g6e.48xlarge'],
  'RTX-PRO-4500': ['g7.2xlarge', 'g7.4xlarge', 'g7.8xlarge', 'g7.12xlarge', 'g7.24xlarge', 'g7.48xlarge'],
  'RTX-PRO-6000': ['g7e.2xlarge', 'g7e.4xlarge', 'g7e.8xlarge', 'g7e.12xlarge', 'g7e.24xlarge', 'g7e.48xlarge'],
  'V100-16GB': [],
  'V100-32GB': ['p3dn.24xlarge'],
  'A100-40GB': ['p4d.24xlarge'],
  'A100-80GB': ['p4de.24xlarge'],
  H100: ['p5.4xlarge', 'p5.48xlarge'],
  H200: ['p5e.48xlarge', 'p5en.48xlarge'],
  B200: ['p6-b200.48xlarge'],
  B300: ['p6-b300.48xlarge'],
  GB200: ['p6e-gb200.36xlarge'],
} as const satisfies Record<GpuModel, readonly string[]>;

/** Numbers of GPUs that one of these instances has, by their model. */
export const gpuCounts = {
  T4: [1, 4, 8],
  A10G: [1, 4, 8],
  L4: [1, 4, 8],
  L40S: [1, 4, 8],
  'RTX-PRO-4500': [1, 2, 4, 8],
  'RTX-PRO-6000': [1, 2, 4, 8],
  'V100-16GB': [],
  'V100-32GB': [8],
  'A100-40GB': [8],
  'A100-80GB': [8],
  H100: [1, 8],
  H200: [8],
  B200: [8],
  B300: [8],
  GB200: [4],
} as const satisfies Record<GpuModel, readonly number[]>;

/** An instance type with whole GPUs of a model. */
export type GpuInstanceType<G extends GpuModel = GpuModel> = (typeof instanceTypesByGpu)[G][number];

/** A number of GPUs that an instance type with a model has. */
export type GpuCount<G extends GpuModel = GpuModel> = (typeof gpuCounts)[G][number];
