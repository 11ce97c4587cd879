import { matchers, type Synthesised, synthProgram } from 'keelson/testing';
import { beforeAll, expect, test } from 'vitest';

expect.extend(matchers);

let assembly: Synthesised;
beforeAll(async () => {
  assembly = await synthProgram(() => import('./main.ts'), { root: import.meta.dirname });
});

test("the frontend gets the bucket's name from Terraform", () => {
  const output = { unit: 'prod/terraform.data', output: 'aws_s3_bucket_pictures_bucket' };
  expect(assembly).toBind('apps/Deployment/shop/frontend', output);
});

test('prod runs more of what customers wait for than dev', () => {
  expect(assembly.in('dev')).toHaveObject('Deployment', 'checkoutservice', { spec: { replicas: 1 } });
  expect(assembly.in('prod')).toHaveObject('Deployment', 'checkoutservice', { spec: { replicas: 3 } });
});

test('the frontend, and nothing else, may read the pictures', () => {
  expect(assembly.resources.filter((resource) => resource.address.startsWith('aws_iam_role.')).map((resource) => resource.address)).toEqual(
    ['aws_iam_role.shop_frontend_pod-identity_role', 'aws_iam_role.shop_frontend_pod-identity_role'],
  );
  expect(assembly).toBind('var.data_aws_s3_bucket_pictures_arn', { unit: 'prod/terraform.data', output: 'aws_s3_bucket_pictures_arn' });
});

test('the pictures are encrypted and closed to the public', () => {
  expect(assembly).toHaveResource('aws_s3_bucket_public_access_block.pictures_public-access', {
    block_public_acls: true,
    restrict_public_buckets: true,
  });
});

test('the access of prod, as a reviewer reads it', () => {
  expect(JSON.parse(assembly.files.get('prod/terraform/access-main/cdk.tf.json') ?? '').resource).toMatchSnapshot();
});
