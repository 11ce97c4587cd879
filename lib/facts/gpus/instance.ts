import type { AcceleratorModel } from './models.ts';

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
  /** Elastic Fabric Adapter interfaces that it takes at most. */
  readonly efaInterfaces?: number;
  /** Network cards. */
  readonly networkCards?: number;
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
  /** First major version of the NVIDIA driver that knows its GPU, where older ones are still in use. */
  readonly minDriver?: number;
  /** First major version of the NVIDIA driver that no longer knows its GPU. */
  readonly belowDriver?: number;
  /** AWS still runs it, but it is not offered for new pools. */
  readonly retired?: true;
  readonly note?: string;
  /** Some of the row was not read again in its source. */
  readonly unverified?: true;
  readonly source: string;
}
