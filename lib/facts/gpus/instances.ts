import { instanceRows } from './instance-table.ts';
import type { AcceleratorModel, GpuModel } from './models.ts';

/** An AWS instance type with accelerators. An absent field is unknown, never zero; a 0 is a fact (no EFA, no local disk). */
export interface InstanceType {
  /** Such as `g6e.12xlarge`. */
  readonly name: string;
  readonly arch?: 'amd64' | 'arm64';
  readonly accelerator?: AcceleratorModel;
  /** Whole accelerators of the instance; absent when it has only a fraction of one. */
  readonly count?: number;
  /** Memory of one accelerator as AWS publishes it, GiB. */
  readonly nominalGib?: number;
  /** Memory of one GPU that CUDA reports, as start-up logs of engines show it, GiB. */
  readonly visibleGib?: number;
  /** CUDA compute capability. */
  readonly computeCapability?: string;
  readonly interconnect?: 'pcie' | 'nvlink' | 'nvlink-domain' | 'neuronlink';
  readonly vcpus?: number;
  /** Memory of the instance, GiB. */
  readonly ramGib?: number;
  /** Elastic Fabric Adapter interfaces. */
  readonly efaInterfaces?: number;
  /** Network bandwidth, Gbit/s. */
  readonly networkGbps?: number;
  /** Local NVMe storage, GB. */
  readonly localNvmeGb?: number;
  /** CPU that pods can have on a node of EKS, millicores. */
  readonly allocatableCpuMillis?: number;
  /** Memory that pods can have on a node of EKS, MiB. */
  readonly allocatableMemoryMib?: number;
  /** Price on demand in us-east-1 on 2026-07-20, US dollars. */
  readonly onDemandUsdPerHour?: number;
  /** AWS still runs it, but it is not offered for new pools. */
  readonly retired?: true;
  readonly note?: string;
  /** Some of the row was not read again in its source. */
  readonly unverified?: true;
  readonly source: string;
}

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

export { instanceRows };
