import { isListed } from '../../policy/patterns.ts';
import type { TerraformRules } from '../../policy/terraform-rules.ts';
import { blocks, type ConfigurationFile, type Json } from './configuration.ts';
import type { Deny } from './deny.ts';
import { identityProblems } from './identities.ts';

/** The state of a unit is its own, in a place that the policy lists: with another's key, one unit would destroy what another has. */
export function states(file: ConfigurationFile, key: string, rules: TerraformRules, deny: Deny): void {
  for (const { body } of blocks(file, 'terraform', 0)) {
    if (body['cloud'] !== undefined) deny(file.path, 'the state is in a cloud block', 'backends');
    for (const backend of blocks({ path: file.path, body }, 'backend', 1)) {
      const [type = ''] = backend.labels;
      if (!rules.backends.includes(type)) deny(file.path, `the backend ${type} is not listed`, 'backends');
      for (const message of identityProblems(backend, `the backend ${type}`, rules)) deny(file.path, message, 'assumeRoles and endpoints');
      if (type === 's3') s3State(file, backend.body, key, rules, deny);
      if (type === 'local') localState(file, backend.body, key, rules, deny);
    }
  }
}

function s3State(file: ConfigurationFile, { bucket, key: own }: Json, key: string, rules: TerraformRules, deny: Deny): void {
  if (rules.stateBuckets && !isListed(rules.stateBuckets, String(bucket)))
    deny(file.path, `the state is in the bucket ${JSON.stringify(bucket)}`, 'stateBuckets');
  const wanted = stateKey(key);
  if (own !== wanted) deny(file.path, `the key of its state is ${JSON.stringify(own)}, and not ${wanted}`, 'no setting');
}

/** A local state has no place in a folder that is made anew for each run: the applier keeps it where the policy says. */
function localState(file: ConfigurationFile, { path }: Json, key: string, rules: TerraformRules, deny: Deny): void {
  if (rules.localStates === undefined) deny(file.path, 'its state is a local file, and the policy has no folder for it', 'localStates');
  const wanted = stateKey(key).split('/').at(-1);
  if (path !== wanted) deny(file.path, `its state is the file ${JSON.stringify(path)}, and not ${wanted}`, 'no setting');
}

/** Whether the state of a unit is a local file. */
export function isLocal(configuration: readonly ConfigurationFile[]): boolean {
  return configuration.some((file) =>
    blocks(file, 'terraform', 0).some(({ path, body }) => blocks({ path, body }, 'backend', 1).some(({ labels }) => labels[0] === 'local')),
  );
}

/** Key of a unit's state in its bucket or folder. @param key `platform/env/terraform/stack` */
export function stateKey(key: string): string {
  const [platform, environment, , stack] = key.split('/');
  return `${platform}/${environment}/${stack}.tfstate`;
}
