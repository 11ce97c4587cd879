import { each, type Purposes, statements } from './estate.ts';

/** What the account that all stages share is for; what a stage has too, says its own purpose. */
export const shared: Purposes = {
  aws_ecr_repository: [
    'images of acme have a place in which no tag moves, encrypted by a key that can be taken away',
    (estate) =>
      each(
        estate.of('aws_ecr_repository'),
        (one) =>
          one.body['image_tag_mutability'] === 'IMMUTABLE' &&
          estate.target(one, one.body['encryption_configuration'], 'aws_kms_key') !== undefined,
      ),
  ],
  aws_ecr_repository_policy: [
    'the stages pull each of them, and nobody else',
    (estate) =>
      each(estate.of('aws_ecr_repository'), (repository) =>
        estate
          .of('aws_ecr_repository_policy')
          .some(
            (policy) =>
              estate.target(policy, policy.body['repository'], 'aws_ecr_repository') === repository &&
              statements(policy.body['policy']).every(
                ({ Principal }) => Principal.AWS.length === 3 && !JSON.stringify(Principal).includes('*'),
              ),
          ),
      ),
  ],
  aws_ecr_lifecycle_policy: [
    'builds that nobody tagged go',
    (estate) =>
      each(estate.of('aws_ecr_repository'), (repository) =>
        estate
          .of('aws_ecr_lifecycle_policy')
          .some(
            (policy) =>
              estate.target(policy, policy.body['repository'], 'aws_ecr_repository') === repository &&
              String(policy.body['policy']).includes('"tagStatus":"untagged"'),
          ),
      ),
  ],
  aws_ecr_registry_scanning_configuration: [
    'each image is searched for known faults when it is pushed',
    (estate) => each(estate.all('aws_ecr_registry_scanning_configuration'), ({ rule }) => rule[0].scan_frequency === 'SCAN_ON_PUSH'),
  ],
  aws_kms_key: ['the key of the images rotates', (estate) => each(estate.all('aws_kms_key'), (key) => key['enable_key_rotation'] === true)],
  aws_kms_alias: [
    'people find it by a name',
    (estate) => each(estate.of('aws_kms_alias'), (alias) => estate.target(alias, alias.body['target_key_id'], 'aws_kms_key') !== undefined),
  ],
  aws_route53_zone: [
    'the domain that those of the stages are below is ours, and goes with no apply',
    (estate) => each(estate.all('aws_route53_zone'), ({ name, force_destroy: force }) => name === 'acme.example' && force === false),
  ],
  aws_route53_record: [
    'nobody but AWS issues certificates for it',
    (estate) => estate.all('aws_route53_record').some(({ type, records }) => type === 'CAA' && String(records).includes('amazon.com')),
  ],
};
