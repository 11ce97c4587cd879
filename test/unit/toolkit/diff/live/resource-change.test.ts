import { describe, expect, it } from 'vitest';
import type { ResourceChange } from '../../../../../lib/apply/terraform/plan/change-set.ts';
import { changesOfSet } from '../../../../../lib/toolkit/diff/live/resource-change.ts';

describe('a plan of Terraform as a diff', () => {
  const changeOf = (change: Partial<ResourceChange> & Pick<ResourceChange, 'address' | 'action'>) => {
    const paths = new Map([
      ['aws_s3_bucket.pictures', 'dev/pictures'],
      ['module.vpc', 'dev/vpc'],
    ]);
    return changesOfSet('dev/terraform.data', { resources: [{ type: 'x', fields: [], ...change }], outputs: [] }, paths)[0];
  };

  it.each([
    ['aws_s3_bucket.pictures', 'dev/pictures'],
    ['aws_s3_bucket.pictures["eu.west"]', 'dev/pictures'],
    ['module.vpc[0].aws_subnet.a', 'dev/vpc'],
    ['aws_s3_bucket.pictures (deposed 1a2b)', 'dev/pictures'],
    ['aws_s3_bucket.left', 'dev/terraform.data'],
  ])('names the construct of %s', (address, path) =>
    expect(changeOf({ address, action: 'update' })).toMatchObject({ path, kind: 'resource' }),
  );

  it('says which field replaces the resource, and what stays alive', () => {
    const field = (name: string) => ({ pointer: `/${name}`, name, before: 1, after: 2 });
    expect(
      changeOf({
        address: 'aws_s3_bucket.pictures',
        action: 'replace',
        fields: [field('bucket'), field('tags')],
        forcedBy: ['bucket'],
        createFirst: true,
      }),
    ).toMatchObject({
      action: 'replace',
      fields: [{ effect: 'replace' }, { effect: 'update' }],
      notes: ['the new one is made before the old one goes'],
    });
    expect(changeOf({ address: 'aws_s3_bucket.pictures', action: 'forget' })).toMatchObject({
      action: 'moved',
      notes: ['it leaves the state and stays alive'],
    });
    expect(changeOf({ address: 'data.aws_ami.a', action: 'read' })).toMatchObject({ kind: 'data' });
  });
});
