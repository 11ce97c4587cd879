import type { IConstruct } from 'constructs';
import { z } from 'zod';
import type { Alias } from '../../../synth/aliases.ts';
import { aliasList, constructs, type Shape } from '../schemas.ts';
import type { KeyService } from './key-policy.ts';

/** Props of a `KmsKey`. */
export interface KmsKeyProps {
  /** What the key is for. @default - its name */
  readonly description?: string;
  /** Name of its alias, without `alias/`. @default - `<platform>-<environment>-<id>` */
  readonly aliasName?: string;
  /**
   * Services of AWS that may use it: CloudWatch Logs for log groups, Auto Scaling for volumes of nodes, CloudTrail
   * for its trails, and for encrypted topics of SNS those that publish to them. The service-linked role of Auto Scaling must exist: in a
   * new account make it, and name it in `dependsOn`. @default - none
   */
  readonly services?: readonly KeyService[];
  /** Days that a deleted key can be brought back, 7 to 30. @default 30 */
  readonly deletionDays?: number;
  /** Id of a key that exists and is taken over: Terraform imports it in place of creating it, and sets its policy. @default - a new key */
  readonly importId?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Props of `KmsKey.existing`; one of the first three. */
export interface ExistingKmsKeyProps {
  /** ARN of the key. @default - found by keyId or aliasName */
  readonly arn?: string;
  /** Id of the key. @default - found by arn or aliasName */
  readonly keyId?: string;
  /** Name of an alias of the key, such as `alias/data`. @default - found by arn or keyId */
  readonly aliasName?: string;
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const KEY_ID = '(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const keyId = z.string().regex(new RegExp(`^${KEY_ID}$`), 'must be the id of a KMS key');

/** Checks {@link KmsKeyProps}. */
export const kmsKeySchema = z.strictObject({
  description: z.string().min(1).max(8192).optional(),
  aliasName: z
    .string()
    .max(250)
    .regex(/^(?!alias\/|aws\/)[A-Za-z0-9/_-]+$/, 'must be letters, digits, /, _ and -, without alias/ in front')
    .optional(),
  services: z.array(z.enum(['logs', 'autoscaling', 'cloudtrail', 'notifications'])).optional(),
  deletionDays: z.int().min(7).max(30).optional(),
  importId: keyId.optional(),
  dependsOn: constructs.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<KmsKeyProps>);

/** Checks {@link ExistingKmsKeyProps}. */
export const existingKmsKeySchema = z
  .strictObject({
    arn: z
      .string()
      .regex(new RegExp(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/${KEY_ID}$`), 'must be the ARN of a KMS key')
      .optional(),
    keyId: keyId.optional(),
    aliasName: z
      .string()
      .regex(/^alias\/[A-Za-z0-9/_-]+$/, 'must be the name of an alias, such as alias/data')
      .optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ExistingKmsKeyProps>)
  .refine((props) => [props.arn, props.keyId, props.aliasName].filter((one) => one !== undefined).length === 1, {
    path: ['arn'],
    message: 'given when neither keyId nor aliasName is, and absent when one of them is',
  });
