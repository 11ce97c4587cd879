import type { Construct } from 'constructs';
import type { InstanceType } from '../../../facts/gpus/instances.ts';
import type { PoolRecord } from '../../../synth/pools.ts';
import type { Reference } from '../../../synth/reference/reference.ts';
import type { IEksCluster } from '../eks/eks-cluster-interface.ts';
import type { ResolvedAmi } from './ami.ts';
import type { CapacityGroup } from './capacity-plan.ts';
import type { InterfaceSlot } from './efa-layout.ts';
import type { NodeRole } from './node-role.ts';
import type { PoolProps, Provisioner } from './pool-props.ts';
import type { Taint } from './taints.ts';

/** A requirement of Karpenter. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'Gt' | 'Lt' | 'Exists';
  readonly values?: readonly string[];
}

/** What pods can have of a node. */
export interface NodeSize {
  /** Thousandths of a CPU; undefined where no source says. */
  readonly allocatableCpuMillis?: number;
  /** MiB; undefined where no source says. */
  readonly allocatableMemoryMib?: number;
}

/** A pool as its constructor has understood it. */
export interface PoolSpec {
  readonly pool: Construct & { readonly name: string };
  readonly cluster: IEksCluster;
  readonly props: PoolProps;
  readonly provisioner: Provisioner;
  /** Name of the pool in the cluster. */
  readonly name: string;
  readonly arch: 'amd64' | 'arm64';
  /** Instance types by name; undefined for a pool that says what they must have. */
  readonly instanceTypes: readonly string[] | undefined;
  /** Those of them whose facts are known. */
  readonly instances: readonly InstanceType[];
  /** What pods can have of its nodes; empty where it is unknown. */
  readonly sizes: readonly NodeSize[];
  /** What instances must have, in place of names. */
  readonly requirements: readonly Requirement[];
  /** GPUs of one node, for a pool of NVIDIA GPUs. */
  readonly gpusPerNode: number | undefined;
  /** The GPUs of a node as workloads ask for them; empty for a pool without. */
  readonly accelerator: Pick<PoolRecord, 'gpu' | 'gpusPerNode' | 'resource'>;
  readonly minNodes: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Whether the instances' own disks become one. */
  readonly raid: boolean;
  /** Network interfaces of a node with EFA. */
  readonly efa: readonly InterfaceSlot[] | undefined;
  readonly placementGroup: boolean;
  /** Extended resources of a node that Karpenter does not know of its instance type. */
  readonly overlay: Readonly<Record<string, string>> | undefined;
  /** What the nodes hold at most, by resource, for a number of nodes. */
  readonly limits: (nodes: number) => Readonly<Record<string, string>>;
}

/** One group of a pool, with everything that its nodes are made from. */
export interface GroupSpec extends PoolSpec {
  readonly group: CapacityGroup;
  /** Name of the group in the cluster. */
  readonly groupName: string;
  readonly ami: ResolvedAmi;
  readonly role: NodeRole;
  readonly subnetIds: readonly Reference<string>[];
  readonly securityGroupIds: readonly Reference<string>[];
  /** The cluster placement group of the nodes. */
  readonly placement: { readonly id: Reference<string>; readonly name: Reference<string> } | undefined;
  /** Tags of instances and volumes. */
  readonly nodeTags: Readonly<Record<string, string>>;
}
