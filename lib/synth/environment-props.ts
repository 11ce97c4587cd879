import { z } from 'zod';

/** Props of an {@link Environment}. */
export interface EnvironmentProps {
  /** AWS account id, twelve digits; Terraform refuses credentials of any other. @default - not checked against the credentials */
  readonly account?: string;
  /** AWS region, such as `eu-central-1`. @default - none; needed as soon as the environment holds an AWS resource */
  readonly region?: string;
  /** Where Terraform keeps the state of the environment's units. @default - a local file beside the stack; for trying out only */
  readonly state?: StateBucket;
  /** Tags of every AWS resource of the environment, beside `keelson.dev/platform`, `environment` and `unit`. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * `'pinned'`: an image that has no digest, of its own or in images.lock, is an error. @default - it stays as it is given, and
   * what its tag means may change
   */
  readonly images?: 'pinned';
  /** IAM roles that the applier takes for the Terraform units. @default - the applier's own credentials */
  readonly roles?: UnitRoles;
  /** Other roles by the name of a default unit, such as `network`; an explicit Unit has a prop for it. @default - `roles` for all */
  readonly unitRoles?: Readonly<Record<string, Partial<UnitRoles>>>;
}

/** An S3 bucket for Terraform states, with the bucket's own locking. */
export interface StateBucket {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket. @default - the environment's region */
  readonly region?: string;
  /** ARN of the KMS key that encrypts the states. @default - keys of S3 itself (SSE-S3) */
  readonly kmsKeyArn?: string;
}

/** Identities of a Terraform unit: what plans it may not change anything. */
export interface UnitRoles {
  /** ARN of the IAM role that reads and plans. */
  readonly plan: string;
  /** ARN of the IAM role that applies. */
  readonly apply: string;
}

/** Most tags that a resource may have are 50; some are left for Keelson, for constructs and for AWS itself. */
const MOST_TAGS = 35;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role');
const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1');

/** Part of the roles of a unit, as a Unit takes them. */
export const someRoles = z.strictObject({ plan: roleArn.optional(), apply: roleArn.optional() });

/** Checks {@link EnvironmentProps}. Tags: AWS, "Tag your AWS resources", limits and requirements. */
export const environmentSchema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .optional(),
  region: regionName.optional(),
  state: z
    .strictObject({
      bucket: z.string().min(3),
      region: regionName.optional(),
      kmsKeyArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/\S+$/, 'must be the ARN of a KMS key')
        .optional(),
    })
    .optional(),
  images: z.literal('pinned').optional(),
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(128)
        .regex(TAG_TEXT, 'must be letters, digits, spaces and _ . : / = + - @')
        .regex(/^(?!aws:|keelson\.dev\/)/i, 'must not begin with aws: or keelson.dev/'),
      z.string().max(256).regex(TAG_TEXT, 'must be letters, digits, spaces and _ . : / = + - @'),
    )
    .refine((tags) => Object.keys(tags).length <= MOST_TAGS, `at most ${MOST_TAGS} tags`)
    .optional(),
  roles: z.strictObject({ plan: roleArn, apply: roleArn }).optional(),
  unitRoles: z.record(z.string(), someRoles).optional(),
});
