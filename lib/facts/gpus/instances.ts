import type { InstanceType } from './instance.ts';
import { instanceRows } from './instance-table.ts';
import type { AcceleratorModel, GpuModel } from './models.ts';

/** What {@link findInstances} looks for. */
export interface InstanceQuery {
  /** Model of the GPU or accelerator. */
  readonly gpu: AcceleratorModel;
  /** Accelerators of one instance. @default - any number */
  readonly count?: number;
}

/** Instance types that have the accelerator, smallest first; without retired ones and fractions of a GPU. */
export function findInstances(query: InstanceQuery): readonly InstanceType[] {
  return instanceRows
    .filter((row) => row.accelerator === query.gpu && row.count !== undefined && !row.retired)
    .filter((row) => query.count === undefined || row.count === query.count)
    .sort((a, b) => (a.count ?? 0) - (b.count ?? 0) || (a.vcpus ?? 0) - (b.vcpus ?? 0) || (a.ramGib ?? 0) - (b.ramGib ?? 0));
}

/** The instance type of a name, such as `p5.48xlarge`; undefined for one without accelerators. */
export function findInstance(name: string): InstanceType | undefined {
  return instanceRows.find((row) => row.name === name);
}

/** Memory of one accelerator that a program can count on, GiB: the smaller of what AWS publishes and what CUDA reports. */
export function acceleratorMemoryGib(instance: InstanceType): number | undefined {
  const known = [instance.visibleGib, instance.nominalGib].filter((size) => size !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Memory of one GPU of a model that every instance type with it has, GiB; undefined when no source says it. */
export function gpuMemoryGib(gpu: GpuModel): number | undefined {
  const sizes = instanceRows.filter((row) => row.accelerator === gpu && row.count !== undefined).map(acceleratorMemoryGib);
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : Math.min(...(sizes as number[]));
}

export type { InstanceType } from './instance.ts';
export { instanceRows };
