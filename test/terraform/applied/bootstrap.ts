import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { expect, test } from 'vitest';
import { Environment, type EnvironmentProps } from '../../../lib/synth/environment.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { bootstrapFiles } from '../../../lib/toolkit/bootstrap/bootstrap.ts';
import { applyWithMoto, FAKE_BACKEND } from '../harness/apply.ts';
import { machineWithMoto } from '../harness/machine.ts';
import { MOTO_ACCOUNT, startMoto } from '../harness/moto.ts';
import { FOR_MOTO, plainDirectory } from '../harness/plain.ts';
import { github } from './bootstraps.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}
type Attributes = Readonly<Record<string, unknown>>;

test.concurrent('the bootstrap applies, moves its state into its own bucket, and finds nothing to change there', async (context) => {
  const machine = machineWithMoto(context);
  const moto = await startMoto(machine);
  const directory = plainDirectory(machine, bootstrapFiles(github), moto);
  directory.write('moto_override.tf.json', FOR_MOTO);
  // Moto does not keep newer_noncurrent_versions, and the provider waits until it does.
  machine.note('moto lacks newer_noncurrent_versions of aws_s3_bucket_lifecycle_configuration.state');
  const lifecycle = {
    id: 'expire-old-versions',
    status: 'Enabled',
    filter: { prefix: '' },
    noncurrent_version_expiration: { noncurrent_days: 180 },
  };
  directory.write(
    'lifecycle_override.tf.json',
    JSON.stringify({ resource: { aws_s3_bucket_lifecycle_configuration: { state: { rule: [lifecycle] } } } }),
  );
  await directory.terraform('init');
  await directory.terraform('apply', '-auto-approve');
  const state = JSON.parse(await directory.terraform('show', '-json')) as {
    values: { root_module: { resources: { address: string; values: Attributes }[] } };
  };
  const resources = new Map(state.values.root_module.resources.map(({ address, values }) => [address, values]));
  const policy = (address: string, field = 'policy') =>
    (JSON.parse(String(resources.get(address)?.[field])) as { Statement: Statement[] }).Statement;

  // Only the repository's pull requests and its branch plan, only its environment applies.
  const trust = (kind: string) => policy(`aws_iam_role.${kind}["network"]`, 'assume_role_policy');
  const issuer = `arn:aws:iam::${MOTO_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  expect(trust('apply')).toEqual([
    {
      Sid: 'Ci',
      Effect: 'Allow',
      Principal: { Federated: issuer },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': ['repo:acme/platform:environment:prod'],
        },
      },
    },
  ]);
  expect(JSON.stringify(trust('plan'))).toContain('["repo:acme/platform:pull_request","repo:acme/platform:ref:refs/heads/main"]');
  // A pair of a unit reaches the state of that unit only.
  const bucket = 'arn:aws:s3:::acme-prod-123456789012-state';
  const writes = policy('aws_iam_role_policy.apply["network"]').find(({ Sid }) => Sid === 'WriteStates');
  expect(writes?.Resource).toEqual([`${bucket}/acme/prod/network.tfstate`, `${bucket}/acme/prod/network.tfstate.tflock`]);
  expect(policy('aws_iam_role_policy.apply["9-lives"]').find(({ Sid }) => Sid === 'KeepTheRoles')?.Resource).toHaveLength(6);
  expect(policy('aws_kms_key.state')[1]).toMatchObject({
    Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
  });
  expect(policy('aws_s3_bucket_policy.state').map(({ Sid }) => Sid)).toEqual(['TlsOnly', 'Tls12']);

  // Moto refuses every request that a Deny names, whatever its conditions: for it, the policy goes.
  machine.note('moto lacks conditions of bucket policies: aws_s3_bucket_policy.state is taken away before the state moves');
  directory.write('policy_override.tf.json', JSON.stringify({ resource: { aws_s3_bucket_policy: { state: { count: 0 } } } }));
  await directory.terraform('apply', '-auto-approve');

  // As the README says.
  const backend = await directory.terraform('output', '-raw', 'backend');
  directory.write('backend.tf', backend);
  directory.write(
    'backend_override.tf.json',
    JSON.stringify({ terraform: { backend: { s3: { ...settingsOf(backend), ...FAKE_BACKEND } } } }),
  );
  await directory.terraform('init', '-migrate-state', '-force-copy');
  for (const file of ['terraform.tfstate', 'terraform.tfstate.backup']) rmSync(join(directory.folder, file), { force: true });
  expect((await directory.try('plan', '-detailed-exitcode')).code).toBe(0);
  expect(existsSync(join(directory.folder, 'terraform.tfstate'))).toBe(false);
  const versions = await (await moto.fetch('/acme-prod-123456789012-state?versions')).text();
  expect(versions).toContain('<Key>_bootstrap/acme/prod.tfstate</Key>');
  const props = await directory.terraform('output', '-raw', 'environment');
  expect(props).toContain(`'network': { plan: 'arn:aws:iam::${MOTO_ACCOUNT}:role/acme-prod-network-plan', apply: `);

  // The program takes what is printed, and its unit is applied with its state in that bucket, locked and encrypted.
  const environment = new Function(`return ${props}`)() as EnvironmentProps;
  expect(environment.roles).toEqual({
    plan: `arn:aws:iam::${MOTO_ACCOUNT}:role/acme-prod-plan`,
    apply: `arn:aws:iam::${MOTO_ACCOUNT}:role/acme-prod-apply`,
  });
  const { unitRoles: _, ...own } = environment;
  const { content } = synthTree(
    (platform) => void new S3Bucket(new Environment(platform, 'prod', own), 'pictures', { bucket: 'pictures' }),
    {
      name: 'acme',
    },
  );
  const outcome = await applyWithMoto(machine, content, ['prod/terraform.data'], { moto, backend: 'own', keep: true });
  expect(outcome.unclean).toEqual([]);
  const head = await moto.fetch('/acme-prod-123456789012-state/acme/prod/data.tfstate', { method: 'HEAD' });
  expect(head.headers.get('x-amz-server-side-encryption-aws-kms-key-id')).toBe(environment.state?.kmsKeyArn);
  const listed = await (await moto.fetch('/acme-prod-123456789012-state?versions')).text();
  expect(listed).toContain('<Key>acme/prod/data.tfstate.tflock</Key>'); // a lock was taken, and is gone
  expect((await moto.fetch('/acme-prod-123456789012-state/acme/prod/data.tfstate.tflock', { method: 'HEAD' })).status).toBe(404);
});

/** The settings of a backend as they are printed. An override replaces the whole block. */
function settingsOf(printed: string): Record<string, unknown> {
  return Object.fromEntries([...printed.matchAll(/^\s+(\w+)\s+= (.+)$/gm)].map(([, name = '', value = '']) => [name, JSON.parse(value)]));
}
