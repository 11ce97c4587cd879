import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directorySource, readAssembly } from '../../../lib/assembly/reader.ts';
import { root } from '../../support/run.ts';
import { applyWithMoto } from '../harness/apply.ts';
import { machineWithMoto } from '../harness/machine.ts';

const content = readAssembly(directorySource(join(root, 'examples/online-boutique/deploy')));

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test.concurrent('applies the bucket and the role of the shop, finds nothing to change, and destroys them', async (context) => {
    const outcome = await applyWithMoto(machineWithMoto(context, tool), content, ['prod/terraform.data', 'prod/terraform.access-main'], {
      lacks: ['aws_eks_pod_identity_association'],
      during: ({ resource }) => {
        expect(resource('aws_s3_bucket.pictures')['bucket']).toBe('boutique-prod-pictures');
        expect(JSON.parse(String(resource('aws_iam_role_policy.shop_frontend_pod-identity_policy')['policy']))).toMatchObject({
          Statement: [{ Resource: ['arn:aws:s3:::boutique-prod-pictures'] }, { Resource: ['arn:aws:s3:::boutique-prod-pictures/*'] }],
        });
      },
    });
    expect(outcome).toMatchObject({
      unclean: [],
      leftOut: ['aws_eks_pod_identity_association.shop_frontend_pod-identity_association'],
    });
  });
});
