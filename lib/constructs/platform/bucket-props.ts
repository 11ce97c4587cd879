import type { IConstruct } from 'constructs';
import { z } from 'zod';
import type { Alias } from '../../synth/aliases.ts';
import { referable } from '../../synth/props.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import { bucketNameProblem } from './bucket-name.ts';
import type { BucketService } from './bucket-services.ts';
import { aliasList, constructs, type Shape } from './schemas.ts';

/** Props of a `Bucket`. */
export interface BucketProps {
  /** Name of the bucket, unique in the world: 3 to 63 lower case letters, digits, `-` and `.`. @default - `importId`, else `<platform>-<environment>-<id>` */
  readonly bucketName?: string;
  /** Name of a bucket that exists and is taken over: Terraform imports it in place of creating it. @default - a new bucket */
  readonly importId?: string;
  /** ARN of a KMS key that encrypts the objects. @default - keys of S3 itself (SSE-S3) */
  readonly kmsKeyArn?: Referable<string>;
  /** Keeps the earlier versions of objects. @default false */
  readonly versioned?: boolean;
  /** Days after which an object expires, at least 1. @default - never */
  readonly expireDays?: number;
  /** Days after which an earlier version of an object is deleted, at least 1; only with `versioned`. @default - never */
  readonly expireOldVersionsDays?: number;
  /** Services of AWS that write their logs into it. S3 writes access logs only where no `kmsKeyArn` is. @default - none */
  readonly services?: readonly BucketService[];
  /** Lets Terraform delete the bucket with the objects in it. @default false */
  readonly forceDestroy?: boolean;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Checks {@link BucketProps}. */
export const bucketSchema = z
  .strictObject({
    bucketName: z
      .string()
      .superRefine((name, context) => {
        const problem = bucketNameProblem(name);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: `a name that S3 takes; this one ${problem}` });
      })
      .optional(),
    importId: z.string().min(3).optional(),
    kmsKeyArn: referable(z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/\S+$/, 'must be the ARN of a KMS key')).optional(),
    versioned: z.boolean().optional(),
    expireDays: z.int().min(1).optional(),
    expireOldVersionsDays: z.int().min(1).optional(),
    services: z.array(z.enum(['access-logs', 'cloudtrail', 'flow-logs'])).optional(),
    forceDestroy: z.boolean().optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<BucketProps>)
  .refine((props) => props.importId === undefined || props.bucketName === undefined || props.bucketName === props.importId, {
    path: ['bucketName'],
    message: 'absent or the same as importId: a bucket keeps its name',
  })
  .refine((props) => props.kmsKeyArn === undefined || props.services?.includes('access-logs') !== true, {
    path: ['kmsKeyArn'],
    message: "absent when services has 'access-logs': S3 writes them only into buckets that its own keys encrypt",
  })
  .refine((props) => props.expireOldVersionsDays === undefined || props.versioned === true, {
    path: ['expireOldVersionsDays'],
    message: 'absent unless versioned is true: there are no earlier versions',
  });
