import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { SecretHandle } from '../../synth/secret-handle.ts';
import { errorAt } from '../../synth/state.ts';
import { objectName, type Shape } from '../platform/schemas.ts';

/** Props of {@link Secret.existing}. */
export interface ExistingSecretProps {
  /** Name of the Secret. @default - the construct id */
  readonly name?: string;
  /** Key in the Secret's data. */
  readonly key: string;
}

/** Props of {@link Secret.fromSecretsManager}. */
export interface SecretsManagerProps {
  /** Name or ARN of the secret in AWS Secrets Manager. */
  readonly secretId: string;
  /** Property of a JSON secret. @default - the whole value */
  readonly property?: string;
  /** Key in the Secret that External Secrets writes. @default 'value' */
  readonly key?: string;
  /** Name of the ClusterSecretStore that reaches Secrets Manager. @default 'aws-secrets-manager' */
  readonly store?: string;
  /** Name of a SecretStore of the same namespace in its place. @default - none */
  readonly namespacedStore?: string;
  /** How often the value is read again, as External Secrets writes durations. @default '1h' */
  readonly refreshInterval?: string;
  /** Name of the Secret. @default - the construct id */
  readonly name?: string;
}

const key = z.string().regex(/^[-._a-zA-Z0-9]+$/, 'must be letters, digits, -, _ and .');
const existingSchema = z.strictObject({ name: objectName.optional(), key } satisfies Shape<ExistingSecretProps>);
const managerSchema = z
  .strictObject({
    secretId: z.string().min(1),
    property: z.string().min(1).optional(),
    key: key.optional(),
    store: objectName.optional(),
    namespacedStore: objectName.optional(),
    refreshInterval: z
      .string()
      .regex(/^(\d+(h|m|s))+$/, "must be a duration, such as '1h'")
      .optional(),
    name: objectName.optional(),
  } satisfies Shape<SecretsManagerProps>)
  .refine((props) => props.store === undefined || props.namespacedStore === undefined, {
    path: ['store'],
    message: 'absent when namespacedStore is given',
  });

/** Secret values: the program holds handles of them, never the values. */
export class Secret extends Construct {
  /** What to pass to `env` and volumes. */
  readonly handle: SecretHandle;

  private constructor(scope: Construct, id: string, name: string, key: string) {
    super(scope, id);
    if (!ClusterScope.tryOf(this))
      throw errorAt(this, 'KS1003', `the secret ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    this.handle = new SecretHandle(this, name, key);
  }

  /** A key of a Secret that something else writes. Reports KS1001 for a wrong prop. */
  static existing(scope: Construct, id: string, props: ExistingSecretProps): SecretHandle {
    const secret = new Secret(scope, id, props?.name ?? id, String(props?.key));
    parseProps(secret, existingSchema, props);
    return secret.handle;
  }

  /**
   * A value of AWS Secrets Manager, which External Secrets brings into the cluster. The kind ExternalSecret needs a provider:
   * an Addon, or `external`. Reports KS1001 for a wrong prop.
   */
  static fromSecretsManager(scope: Construct, id: string, props: SecretsManagerProps): SecretHandle {
    const {
      secretId,
      property,
      key = 'value',
      store = 'aws-secrets-manager',
      namespacedStore,
      refreshInterval = '1h',
      name = id,
    } = props ?? {};
    const secret = new Secret(scope, id, name, key);
    if (!parseProps(secret, managerSchema, props)) return secret.handle;
    new ApiObject(secret, 'external-secret', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name },
      spec: {
        refreshInterval,
        secretStoreRef:
          namespacedStore === undefined ? { kind: 'ClusterSecretStore', name: store } : { kind: 'SecretStore', name: namespacedStore },
        target: { name },
        data: [{ secretKey: key, remoteRef: { key: secretId, ...(property !== undefined && { property }) } }],
      },
    });
    return secret.handle;
  }
}
