import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { Platform } from '../../../synth/platform.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { reportError } from '../../../synth/state.ts';
import type { PolicyStatement } from '../iam/policy.ts';
import { objectName, type Shape, text } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, otherKinds, requests } from './chart-addon.ts';

/** Props of an {@link ExternalSecrets}. */
export interface ExternalSecretsProps extends ChartAddonProps {
  /**
   * What the names of the secrets in AWS Secrets Manager begin with that it may read.
   * @default - `<platform>/<environment>/`
   */
  readonly secrets?: readonly string[];
  /** ARNs of the KMS keys that encrypt them. @default - the account's key for Secrets Manager, which needs no rights */
  readonly kmsKeys?: readonly Referable<string>[];
  /** Name of the ClusterSecretStore for Secrets Manager that it makes; false for none. @default 'aws-secrets-manager' */
  readonly store?: string | false;
  /** Pods of the controller, and of the webhook. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    secrets: z
      .array(z.string().regex(/^[A-Za-z0-9/_+=.@-]+$/, 'must be letters, digits and /_+=.@-'))
      .min(1)
      .optional(),
    kmsKeys: z.array(text).min(1).optional(),
    store: z.union([objectName, z.literal(false)]).optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<ExternalSecretsProps>),
);

const ACCOUNT = 'external-secrets';

/** External Secrets: Secrets of the cluster from AWS Secrets Manager, for `Secret.fromSecretsManager`. Its store is in the unit `secret-stores`. */
export class ExternalSecrets extends ChartAddon {
  /** Reports KS1001 for a wrong prop, and a store without a region. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: ExternalSecretsProps = {}) {
    super(scope, id, props, 'external-secrets');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { replicas = 2, store = 'aws-secrets-manager' } = props;
    const prefixes = props.secrets ?? [`${Platform.of(this).name}/${Environment.of(this).name}/`];
    const pods = { replicaCount: replicas, podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 } };
    const addon = this.deliver({
      chart: 'external-secrets',
      values: {
        installCRDs: true,
        leaderElect: replicas > 1,
        ...pods,
        resources: requests('50m', '128Mi'),
        webhook: { ...pods, resources: requests('25m', '64Mi') },
        certController: { resources: requests('25m', '128Mi') },
        serviceAccount: { create: true, name: ACCOUNT },
      },
      identities: [{ serviceAccount: ACCOUNT, statements: this.#statements(prefixes, props.kmsKeys) }],
      provides: [
        ...kindsOf('external-secrets.io'),
        ...otherKinds('generators.external-secrets.io/v1alpha1', 'Namespaced', ...GENERATORS),
        ...otherKinds('generators.external-secrets.io/v1alpha1', 'Cluster', 'ClusterGenerator'),
      ],
    });
    if (store === false) return;
    if (this.region === undefined)
      reportError(this, 'KS1001', 'the store needs the region of the environment', {
        fix: 'give the environment a region, or store: false',
      });
    // Not with what add-ons of Terraform wait for: the store waits for Terraform itself.
    placeByDefault(this, 'kubernetes', 'secret-stores', this.cluster);
    const object = new ApiObject(this, 'store', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: store },
      spec: { provider: { aws: { service: 'SecretsManager', region: this.region } } },
    });
    object.node.addDependency(addon);
  }

  /** Source: external-secrets/external-secrets docs/provider/aws-secrets-manager.md @378bdb622ed9712ef4a58370f6a17af033b7d343 (tag v2.9.0) */
  #statements(prefixes: readonly string[], kmsKeys: readonly Referable<string>[] | undefined): PolicyStatement[] {
    return [
      {
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: [
          'secretsmanager:GetResourcePolicy',
          'secretsmanager:GetSecretValue',
          'secretsmanager:DescribeSecret',
          'secretsmanager:ListSecretVersionIds',
        ],
        Resource: prefixes.map((prefix) => this.arn('secretsmanager', `secret:${prefix}*`)),
      },
      ...(kmsKeys ? [{ Sid: 'Decrypt', Effect: 'Allow' as const, Action: ['kms:Decrypt'], Resource: kmsKeys.map(String) }] : []),
    ];
  }
}

/** Source: external-secrets/external-secrets config/crds/bases (tag v2.9.0) */
const GENERATORS = [
  'ACRAccessToken',
  'CloudsmithAccessToken',
  'ECRAuthorizationToken',
  'Fake',
  'GCRAccessToken',
  'GeneratorState',
  'GithubAccessToken',
  'GitlabDeployToken',
  'Grafana',
  'MFA',
  'Password',
  'QuayAccessToken',
  'SSHKey',
  'STSSessionToken',
  'UUID',
  'VaultDynamicSecret',
  'Webhook',
];
