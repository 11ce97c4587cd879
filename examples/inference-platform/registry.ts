import { EcrPullThroughCacheRule } from '@cdktf/provider-aws/lib/ecr-pull-through-cache-rule/index.js';
import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy/index.js';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration/index.js';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js';
import { type Environment, Unit } from 'keelson';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** vLLM, of the release and digest that Keelson has by default. */
const VLLM = 'vllm/vllm-openai:v0.30.0@sha256:8a69ffad015f138d7170c4ddc429e230a3bc1c1719f67e14324749df200a4b90';

/** Public registries that the account keeps copies of: a node starts also on the day on which they are down, or count its pulls. */
const UPSTREAMS = { 'docker-hub': 'registry-1.docker.io', quay: 'quay.io', kubernetes: 'registry.k8s.io', 'ecr-public': 'public.ecr.aws' };

/** Prefix of the copies of what acme builds. */
const OWN = 'acme';

/** Images of a stage. */
export interface Registry {
  /** Image of vLLM, from the account's own registry. */
  readonly vllm: string;
}

export function addRegistry(
  environment: Environment,
  stage: Stage,
  { keys, shared }: { readonly keys: Keys; readonly shared: Environment },
): Registry {
  const unit = new Unit(environment, 'registry');
  const { account, region } = stage.place;
  const login = new SecretsmanagerSecret(unit, 'docker-hub-login', {
    name: 'ecr-pullthroughcache/docker-hub', // ECR reads no other names
    description: 'User and token of Docker Hub: { "username": …, "accessToken": … }',
    kmsKeyId: `${keys.data.arn}`,
    recoveryWindowInDays: 30,
  });
  const template = new EcrRepositoryCreationTemplate(unit, 'copies', {
    prefix: 'ROOT',
    description: 'Copies of public images',
    appliedFor: ['PULL_THROUGH_CACHE'],
    imageTagMutability: 'MUTABLE', // a tag of the upstream may move; workloads name digests
    encryptionConfiguration: [{ encryptionType: 'AES256' }],
    lifecyclePolicy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          description: 'What was not pushed again for a quarter',
          selection: { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 90 },
          action: { type: 'expire' },
        },
      ],
    }),
  });
  for (const [prefix, upstreamRegistryUrl] of Object.entries(UPSTREAMS))
    new EcrPullThroughCacheRule(unit, prefix, {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl,
      ...(prefix === 'docker-hub' && { credentialArn: login.arn }),
      dependsOn: [template],
    });
  addOwnImages(unit, stage, shared);
  // The first pull makes the repository, in the name of the node that pulls.
  new EcrRegistryPolicy(unit, 'first-pull', {
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'FirstPull',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
          Resource: [...Object.keys(UPSTREAMS), OWN].map((prefix) => `arn:aws:ecr:${region}:${account}:repository/${prefix}/*`),
        },
      ],
    }),
  });
  new EcrRegistryScanningConfiguration(unit, 'scanning', {
    scanType: 'ENHANCED',
    rule: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }] }],
  });
  return { vllm: `${account}.dkr.ecr.${region}.amazonaws.com/docker-hub/${VLLM}` };
}

/** Copies of the images in the shared account, which must not be needed to start a node. Source: Amazon ECR User Guide, "ECR to ECR pull through cache permissions". */
function addOwnImages(unit: Unit, { place: { region, account }, name }: Stage, shared: Environment): void {
  const role = new IamRole(unit, 'own-images', {
    name: `acme-ml-${name}-own-images`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pullthroughcache.ecr.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
      ],
    }),
  });
  const registry = `${shared.exported('registry-id')}.dkr.ecr.${region}.amazonaws.com`;
  new IamRolePolicy(unit, 'own-images-policy', {
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetImageCopyStatus'],
          Resource: `arn:aws:ecr:${region}:${shared.exported('registry-id')}:repository/*`,
        },
      ],
    }),
  });
  new EcrPullThroughCacheRule(unit, 'own', { ecrRepositoryPrefix: OWN, upstreamRegistryUrl: registry, customRoleArn: role.arn });
}
