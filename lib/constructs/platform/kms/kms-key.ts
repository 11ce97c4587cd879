import { Construct, type IConstruct } from 'constructs';
import { addAliases } from '../../../synth/aliases.ts';
import { Environment } from '../../../synth/environment.ts';
import { importExisting } from '../../../synth/imports.ts';
import { Platform } from '../../../synth/platform.ts';
import { parseProps } from '../../../synth/props.ts';
import { type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { Region } from '../../../synth/region.ts';
import { partitionOf } from '../iam/partition.ts';
import { type KeyService, keyPolicy } from './key-policy.ts';
import { type ExistingKmsKeyProps, existingKmsKeySchema, type KmsKeyProps, kmsKeySchema } from './kms-key-props.ts';
import { loadCallerIdentity, loadDataKmsKey, loadKms } from './lazy.ts';

export type { ExistingKmsKeyProps, KmsKeyProps } from './kms-key-props.ts';

/** What encrypts by a key of KMS: a key of the program, or one that exists. */
export interface IKmsKey extends IConstruct {
  /** ARN of the key. */
  readonly arn: Reference<string>;
  /** Id of the key. */
  readonly keyId: Reference<string>;
}

/**
 * A symmetric key of KMS with an alias, rotated each year. The account's IAM policies say who manages and uses it; services
 * of AWS use it as far as it is told. It is in the unit `data` of its environment.
 */
export class KmsKey extends Construct implements IKmsKey {
  readonly arn: Reference<string>;
  readonly keyId: Reference<string>;
  /** Name of the key's alias, with `alias/`. */
  readonly aliasName: string;
  /** Services of AWS that may use it. */
  readonly services: readonly KeyService[];

  /** Reports KS1001 for a wrong prop. Throws KS1003 outside an environment. */
  constructor(scope: Construct, id: string, props: KmsKeyProps = {}) {
    super(scope, id);
    const environment = Environment.of(this);
    const parsed = (parseProps(this, kmsKeySchema, props) ?? {}) as KmsKeyProps;
    this.services = parsed.services ?? [];
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    const name = `${Platform.of(this).name}-${environment.name}-${id}`;
    this.aliasName = `alias/${parsed.aliasName ?? name}`;
    const { KmsKey: Key, KmsAlias } = loadKms();
    const account = environment.account ?? new (loadCallerIdentity())(this, 'account', {}).accountId;
    const region = Region.of(this) ?? '';
    const key = new Key(this, 'Resource', {
      description: parsed.description ?? name,
      enableKeyRotation: true,
      deletionWindowInDays: parsed.deletionDays ?? 30,
      policy: keyPolicy({ account, region, partition: partitionOf(region), services: this.services }),
    });
    new KmsAlias(this, 'alias', { name: this.aliasName, targetKeyId: key.keyId });
    if (parsed.importId !== undefined) importExisting(key, parsed.importId);
    this.arn = terraformReference(this, key.arn);
    this.keyId = terraformReference(this, key.keyId);
  }

  /** A key that something else creates, looked up by Terraform when it runs. Reports KS1001 for a wrong prop. */
  static existing(scope: Construct, id: string, props: ExistingKmsKeyProps): IKmsKey {
    return new ExistingKmsKey(scope, id, props);
  }
}

class ExistingKmsKey extends Construct implements IKmsKey {
  readonly arn: Reference<string>;
  readonly keyId: Reference<string>;

  constructor(scope: Construct, id: string, props: ExistingKmsKeyProps) {
    super(scope, id);
    Environment.of(this);
    const parsed = (parseProps(this, existingKmsKeySchema, props) ?? {}) as ExistingKmsKeyProps;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    const key = new (loadDataKmsKey())(this, 'Resource', { keyId: parsed.arn ?? parsed.keyId ?? parsed.aliasName ?? 'unknown' });
    this.arn = terraformReference(this, key.arn);
    this.keyId = terraformReference(this, key.id);
  }
}
