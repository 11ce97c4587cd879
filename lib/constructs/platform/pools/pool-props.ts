import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Alias } from '../../../synth/aliases.ts';
import { tags } from '../network/network-props.ts';
import { aliasList, constructs, labels, type Shape } from '../schemas.ts';
import { type AmiProps, amiSchema } from './ami.ts';
import { type Capacity, capacitySchema, zoneName } from './capacity.ts';
import { type DiskProps, diskSchema } from './disk.ts';
import { type DisruptionProps, disruptionSchema } from './disruption.ts';
import { type KubeletProps, kubeletSchema } from './kubelet.ts';
import { type Taint, taintSchema } from './taints.ts';

/**
 * What makes the nodes of a pool. `karpenter` starts a node when a pod waits for it, of whatever type, zone and kind of capacity
 * is there, and ends it when nothing is left on it. `managed` is a node group of EKS with a fixed range, for the nodes that
 * Karpenter itself runs on, and for those that must be there before any pod is: it keeps `minNodes`, unless Cluster Autoscaler, which is
 * no add-on of Keelson's, makes it grow.
 */
export type Provisioner = 'karpenter' | 'managed';

/** Props that every pool has. */
export interface PoolProps {
  /** What makes the nodes. @default 'karpenter' */
  readonly provisioner?: Provisioner;
  /** Nodes at most. */
  readonly maxNodes: number;
  /** Nodes at least, of a managed pool. @default - 0 for GPUs, else 2 */
  readonly minNodes?: number;
  /**
   * Kinds of capacity, in the order in which they are tried. Karpenter keeps the order reserved, spot, on-demand by itself; any other,
   * as on-demand before spot, is several NodePools, as managed node groups always are, and each step then needs `maxNodes`.
   * @default [onDemand()]
   */
  readonly capacity?: readonly Capacity[];
  /** Zones of the network, by letter or name. @default - all of the network */
  readonly zones?: readonly string[];
  /** Image. @default - Amazon Linux 2023 of EKS, in the newest release that Keelson knows */
  readonly ami?: AmiProps;
  /** Disk. @default - 100 GiB */
  readonly disk?: DiskProps;
  /** What becomes of the disks that instances have themselves: one fast disk for images and pods, or nothing. @default - `raid0` where every instance type is known to have them */
  readonly localDisks?: 'raid0' | 'none';
  /** Labels of the nodes, beside `keelson.dev/node-pool`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes. @default - for GPUs `nvidia.com/gpu` with any value, NoSchedule; else none */
  readonly taints?: readonly Taint[];
  /** Settings of the kubelet. @default - those of the image */
  readonly kubelet?: KubeletProps;
  /** When Karpenter ends nodes by itself. @default - see {@link DisruptionProps} */
  readonly disruption?: DisruptionProps;
  /** Tags of the instances and their volumes, beside those of the environment. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Name of the pool in the cluster. @default - the construct id */
  readonly name?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Labels that a NodePool may not set. */
const KARPENTER_LABEL = /^([^/]*\.)?karpenter\.(sh|k8s\.aws)\/|^kubernetes\.io\/hostname$/;

/** Checks {@link PoolProps}. */
export const poolShape = once(
  () =>
    ({
      provisioner: z.enum(['karpenter', 'managed']).optional(),
      maxNodes: z.int().min(1).max(10_000),
      minNodes: z.int().min(0).optional(),
      capacity: z.array(capacitySchema()).min(1).optional(),
      zones: z.array(zoneName()).min(1).optional(),
      ami: amiSchema().optional(),
      disk: diskSchema().optional(),
      localDisks: z.enum(['raid0', 'none']).optional(),
      labels: labels
        .refine(
          (given) => !Object.keys(given).some((key) => KARPENTER_LABEL.test(key)),
          'must be labels that are not of Karpenter, which sets its own',
        )
        .optional(),
      taints: z.array(taintSchema()).optional(),
      kubelet: kubeletSchema().optional(),
      disruption: disruptionSchema().optional(),
      tags: tags.optional(),
      name: z.string().optional(),
      dependsOn: constructs.optional(),
      aliases: aliasList.optional(),
    }) satisfies Shape<PoolProps>,
);

/** Rules over several props of a pool. */
export function withPoolRules(schema: z.ZodType): z.ZodType {
  return (schema as z.ZodType<Pick<PoolProps, 'provisioner' | 'minNodes' | 'maxNodes' | 'disruption'>>)
    .refine((props) => props.minNodes === undefined || props.minNodes <= props.maxNodes, {
      path: ['minNodes'],
      message: 'at most maxNodes',
    })
    .refine((props) => props.minNodes === undefined || props.provisioner === 'managed', {
      path: ['minNodes'],
      message: "absent unless provisioner is 'managed': Karpenter starts nodes for the pods that wait for one",
    })
    .refine((props) => props.disruption === undefined || props.provisioner !== 'managed', {
      path: ['disruption'],
      message: "absent when provisioner is 'managed': nothing ends its nodes but a new version, one at a time",
    });
}
