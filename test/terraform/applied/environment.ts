import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { expect, test } from 'vitest';
import { Environment, type EnvironmentProps } from '../../../lib/synth/environment.ts';
import { Region } from '../../../lib/synth/region.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { applyWithMoto } from '../harness/apply.ts';
import { machineWithMoto } from '../harness/machine.ts';
import { MOTO_ACCOUNT } from '../harness/moto.ts';

const content = (props: EnvironmentProps) =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1', ...props });
    new S3Bucket(environment, 'near', { bucket: 'near' });
    new S3Bucket(new Region(environment, 'us-west-2'), 'far', { bucket: 'far', tags: { kind: 'copy' } });
  }).content;

test.concurrent('resources are made in their regions, with the tags of the environment', async (context) => {
  const outcome = await applyWithMoto(
    machineWithMoto(context),
    content({ account: MOTO_ACCOUNT, tags: { team: 'shop' } }),
    ['prod/terraform.data'],
    {
      during: ({ resource }) => {
        const own = { team: 'shop', 'keelson.dev/platform': 'test', 'keelson.dev/environment': 'prod', 'keelson.dev/unit': 'data' };
        expect(resource('aws_s3_bucket.near')).toMatchObject({ region: 'eu-central-1', tags_all: own });
        expect(resource('aws_s3_bucket.us-west-2_far')).toMatchObject({ region: 'us-west-2', tags_all: { ...own, kind: 'copy' } });
      },
    },
  );
  expect(outcome.unclean).toEqual([]);
});

test.concurrent('credentials of another account are refused before anything is made', async (context) => {
  const apply = applyWithMoto(machineWithMoto(context), content({ account: '210987654321' }), ['prod/terraform.data']);
  await expect(apply).rejects.toThrow(/AWS account ID not allowed: 123456789012/i);
});
