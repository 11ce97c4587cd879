import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js';
import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration/index.js';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy/index.js';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone/index.js';
import { Environment, KmsKey, type Platform, Unit } from 'keelson';
import type { Stage } from './stage.ts';
import { bootstrapped } from './stages.ts';

/** Images that acme builds itself. */
const IMAGES = ['assistant', 'trainer', 'evaluator'];
const DOMAIN = 'acme.example';

/** The account that all stages share: the images that acme builds, which go from stage to stage by digest, and the domain. */
export function addShared(platform: Platform, stages: readonly Stage[]): Environment {
  const place = bootstrapped('shared', '111111111111', '11111111-0000-4000-8000-000000000001');
  const shared = new Environment(platform, 'shared', { ...place, tags: { owner: 'ml-platform', 'cost-center': 'ml' } });
  const accounts = stages.map(({ place: { account } }) => `arn:aws:iam::${account}:root`);
  addImages(shared, accounts);
  addDomain(shared);
  return shared;
}

function addImages(shared: Environment, accounts: readonly string[]): void {
  const images = new Unit(shared, 'images');
  const key = new KmsKey(images, 'key', { description: 'Images', aliasName: 'acme-ml-images' });
  const repositories = IMAGES.map((name) => {
    const repository = new EcrRepository(images, name, {
      name,
      imageTagMutability: 'IMMUTABLE',
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: `${key.arn}` }],
    });
    new EcrLifecyclePolicy(images, `${name}-lifecycle`, {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: 'Builds that nobody tagged',
            selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
            action: { type: 'expire' },
          },
          {
            rulePriority: 2,
            description: 'Two hundred to go back to',
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 200 },
            action: { type: 'expire' },
          },
        ],
      }),
    });
    new EcrRepositoryPolicy(images, `${name}-readers`, {
      repository: repository.name,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'StagesPull',
            Effect: 'Allow',
            Principal: { AWS: accounts },
            Action: [
              'ecr:BatchCheckLayerAvailability',
              'ecr:BatchGetImage',
              'ecr:BatchImportUpstreamImage',
              'ecr:GetDownloadUrlForLayer',
              'ecr:GetImageCopyStatus',
            ],
          },
        ],
      }),
    });
    return repository;
  });
  new EcrRegistryScanningConfiguration(images, 'scanning', {
    scanType: 'BASIC',
    rule: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }] }],
  });
  shared.export('registry-id', repositories[0]?.registryId ?? '');
}

/** Each stage has a zone of its own below; its name servers are put in here once, after its first apply. */
function addDomain(shared: Environment): void {
  const dns = new Unit(shared, 'dns');
  const zone = new Route53Zone(dns, 'zone', { name: DOMAIN, forceDestroy: false });
  new Route53Record(dns, 'caa', { zoneId: zone.zoneId, name: DOMAIN, type: 'CAA', ttl: 3600, records: ['0 issue "amazon.com"'] });
}
