import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { referable } from '../../../synth/props.ts';
import { isReference, type Referable } from '../../../synth/reference/reference.ts';
import { KmsKey } from '../kms/kms-key.ts';
import type { Shape } from '../schemas.ts';
import type { PoolProblem } from './problem.ts';

/** The disk of a node: an encrypted gp3 volume, which holds images and what pods write. */
export interface DiskProps {
  /** Size, GiB. @default 100 */
  readonly sizeGiB?: number;
  /** Operations a second, 3000 to 16000. @default - 3000, which is in the price */
  readonly iops?: number;
  /** Throughput, MiB a second, 125 to 1000. @default - 125, which is in the price */
  readonly throughput?: number;
  /** ARN of a KMS key. @default - the account's default key for EBS */
  readonly kmsKeyArn?: Referable<string>;
}

/** Checks {@link DiskProps}. Limits of gp3: Amazon EBS User Guide, "General Purpose SSD volumes", as the AWS provider checks them. */
export const diskSchema = once(() =>
  z.strictObject({
    sizeGiB: z.int().min(20).max(16_384).optional(),
    iops: z.int().min(3000).max(16_000).optional(),
    throughput: z.int().min(125).max(1000).optional(),
    kmsKeyArn: referable(z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/\S+$/, 'must be the ARN of a KMS key')).optional(),
  } satisfies Shape<DiskProps>),
);

/** What is wrong with the key of a managed pool's disk: Auto Scaling starts its nodes, and may use a key of the program only if told. */
export function checkDiskKey({ kmsKeyArn }: DiskProps): readonly PoolProblem[] {
  const key = isReference(kmsKeyArn) ? kmsKeyArn.origin.scope : undefined;
  if (!(key instanceof KmsKey) || key.services.includes('autoscaling')) return [];
  const message = `Auto Scaling, which starts the nodes of a managed pool, may not use the key ${key.node.path} of their disks`;
  return [{ code: 'KS6047', message, fix: "give that key services: ['autoscaling']" }];
}

/** A volume of a node. */
export interface Volume {
  readonly device: string;
  readonly sizeGiB: number;
  readonly iops?: number;
  readonly throughput?: number;
  readonly kmsKeyArn?: Referable<string>;
}

/** Size of the volume that Bottlerocket keeps itself on, GiB. Source: aws/karpenter-provider-aws pkg/providers/amifamily/bottlerocket.go @1d927085d. */
const BOTTLEROCKET_GIB = 4;

/** The volumes of a node: Bottlerocket has one for itself, and one for images and pods. */
export function volumes(os: string, { sizeGiB = 100, ...disk }: DiskProps): readonly Volume[] {
  if (os !== 'Bottlerocket') return [{ device: '/dev/xvda', sizeGiB, ...disk }];
  const { kmsKeyArn } = disk;
  return [
    { device: '/dev/xvda', sizeGiB: BOTTLEROCKET_GIB, ...(kmsKeyArn !== undefined && { kmsKeyArn }) },
    { device: '/dev/xvdb', sizeGiB, ...disk },
  ];
}
