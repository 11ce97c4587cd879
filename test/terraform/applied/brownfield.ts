import { IamRole as Role } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter/index.js';
import { expect, test } from 'vitest';
import { Bucket } from '../../../lib/constructs/platform/bucket.ts';
import { IamRole } from '../../../lib/constructs/platform/iam/iam-role.ts';
import { KmsKey } from '../../../lib/constructs/platform/kms/kms-key.ts';
import { Network, type NetworkImportIds } from '../../../lib/constructs/platform/network/network.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import { Region } from '../../../lib/synth/region.ts';
import { retain } from '../../../lib/synth/retain.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { type Applied, applyWithMoto } from '../harness/apply.ts';
import { type MotoMachine, machineWithMoto } from '../harness/machine.ts';
import { MOTO_ACCOUNT, type Moto, startMoto } from '../harness/moto.ts';

const UNITS = { data: 'prod/terraform.data', network: 'prod/terraform.network' };
const program = (build: (prod: Environment) => void, name = 'acme') =>
  synthTree(
    (platform) => build(new Environment(platform, 'prod', { region: 'eu-central-1', account: MOTO_ACCOUNT, state: { bucket: 'states' } })),
    { name },
  ).content;
/** A fake with a bucket for states. */
const withStates = async (machine: MotoMachine): Promise<Moto> => {
  const moto = await startMoto(machine);
  const made = await moto.fetch('/states', {
    method: 'PUT',
    body: '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
  });
  expect(made.status).toBe(200);
  return moto;
};
const BUCKET_PARTS: readonly (readonly [path: string, type: string])[] = [
  ['Resource', 'aws_s3_bucket'],
  ['public-access', 'aws_s3_bucket_public_access_block'],
  ['ownership', 'aws_s3_bucket_ownership_controls'],
  ['tls-only', 'aws_s3_bucket_policy'],
  ['encryption', 'aws_s3_bucket_server_side_encryption_configuration'],
];

test.concurrent('a bucket that exists is taken over with its objects, and let go of alive', async (context) => {
  const machine = machineWithMoto(context);
  const moto = await withStates(machine);
  const kept = { moto, backend: 'own', keep: true } as const;
  const location = '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';
  await moto.fetch('/legacy', { method: 'PUT', body: location });
  await moto.fetch('/legacy/cat.png', { method: 'PUT', body: 'meow' });
  const addresses: string[][] = [];
  const during = (applied: Applied): void => void addresses.push([...applied.addresses]);

  const taken = program((prod) => {
    new Bucket(prod, 'pictures', { importId: 'legacy' });
    new Bucket(new Region(prod, 'us-west-2'), 'far', { bucketName: 'far' });
  });
  // Moto refuses what a Deny names, whatever its conditions.
  const lacks = ['aws_s3_bucket_policy'];
  expect((await applyWithMoto(machine, taken, [UNITS.data], { ...kept, lacks, during })).unclean).toEqual([]);
  expect(addresses[0]).toContain('aws_s3_bucket.pictures');
  expect(await (await moto.fetch('/legacy/cat.png')).text()).toBe('meow');

  const gone = program((prod) => {
    for (const [path, type] of BUCKET_PARTS) {
      retain(prod, `prod/pictures/${path}`, { type });
      retain(prod, `prod/us-west-2/far/${path}`, { type, region: 'us-west-2' });
    }
  });
  expect((await applyWithMoto(machine, gone, [UNITS.data], { ...kept, during })).unclean).toEqual([]);
  expect(addresses[1]).toEqual([]);
  expect(await (await moto.fetch('/legacy/cat.png')).text()).toBe('meow');
  expect((await moto.fetch('/far', { method: 'HEAD' })).status).toBe(200);
});

test.concurrent('a network, a key and a role that exist are taken over or found', async (context) => {
  const machine = machineWithMoto(context);
  const moto = await withStates(machine);
  const kept = { moto, backend: 'own', keep: true } as const;
  const props = { cidr: '10.0.0.0/16', zones: ['a', 'b'], nat: 'none', endpoints: [], flowLogs: false } as const;
  let ids: NetworkImportIds | undefined;
  let keyId = '';
  const old = program((prod) => {
    new Network(prod, 'main', props);
    new KmsKey(prod, 'data');
    new Role(prod, 'deployer', { name: 'deployer', assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [] }) });
  }, 'old');
  await applyWithMoto(machine, old, [UNITS.network, UNITS.data], {
    ...kept,
    during: ({ resource }) => {
      const id = (address: string) => String(resource(address)['id']);
      const zones = ['eu-central-1a', 'eu-central-1b'];
      keyId = id('aws_kms_key.data');
      ids = {
        vpc: id('aws_vpc.main_vpc'),
        subnets: {
          private: zones.map((zone) => id(`aws_subnet.main_private-${zone}`)),
          intra: zones.map((zone) => id(`aws_subnet.main_intra-${zone}`)),
        },
        routeTables: {
          intra: id('aws_route_table.main_intra-routes'),
          private: zones.map((zone) => id(`aws_route_table.main_private-${zone}-routes`)),
        },
      };
    },
  });
  const taken = program((prod) => {
    // Endpoints have no prop of their own: a second gateway for S3 would be refused.
    new Network(prod, 'net', { ...props, name: 'old-prod-main', gatewayEndpoints: [], ...(ids && { importIds: ids }) });
    const key = new KmsKey(prod, 'key', { importId: keyId, aliasName: 'new' });
    const found = KmsKey.existing(prod, 'found', { aliasName: 'alias/old-prod-data' });
    const role = IamRole.existing(prod, 'deployer');
    new SsmParameter(prod, 'ids', { name: 'ids', type: 'String', value: `${key.keyId} ${found.keyId} ${role.arn}` });
  });
  const outcome = await applyWithMoto(machine, taken, [UNITS.network, UNITS.data], {
    ...kept,
    during: ({ resource }) => {
      expect(resource('aws_vpc.net_vpc')['id']).toBe(ids?.vpc);
      expect(resource('aws_subnet.net_intra-eu-central-1b')['id']).toBe(ids?.subnets?.intra?.[1]);
      expect(resource('aws_route_table_association.net_private-eu-central-1a-routing')['route_table_id']).toBe(
        ids?.routeTables?.private?.[0],
      );
      expect(resource('aws_ssm_parameter.ids')['value']).toBe(`${keyId} ${keyId} arn:aws:iam::${MOTO_ACCOUNT}:role/deployer`);
    },
  });
  expect(outcome).toMatchObject({ unclean: [], leftOut: [] });
});
