import { describe, expect, it } from 'vitest';
import { deployment, type TestObject, type TestUnit } from '../../../support/assembly.ts';
import { diff } from './helpers.ts';

const data = (resource: object, paths: Readonly<Record<string, string>>): Record<string, TestUnit> => ({
  'dev/terraform.data': { stack: { resource }, paths },
});
const versioning = (bucket: string) => ({ bucket: `\${aws_s3_bucket.${bucket}.id}`, versioning_configuration: { status: 'Enabled' } });

describe('the missing alias', () => {
  it('is found at the construct that was renamed as a whole, once for all its resources', () => {
    const units = (id: string) =>
      data(
        {
          aws_s3_bucket: { [id]: { bucket_prefix: 'acme-', tags: { Name: id } } },
          aws_s3_bucket_versioning: { [`${id}_versioning`]: versioning(id) },
        },
        { [`aws_s3_bucket.${id}`]: `dev/${id}/Resource`, [`aws_s3_bucket_versioning.${id}_versioning`]: `dev/${id}/versioning` },
      );
    expect(diff(units('pictures'), units('photos')).hints).toEqual([
      {
        from: 'dev/pictures',
        to: 'dev/photos',
        line: "aliases: ['pictures']",
        keep: [],
        titles: [
          'aws_s3_bucket.pictures -> aws_s3_bucket.photos',
          'aws_s3_bucket_versioning.pictures_versioning -> aws_s3_bucket_versioning.photos_versioning',
        ],
      },
    ]);
  });

  it('is named at the part that moved when its scope stays', () => {
    const units = (child: string, other: string) =>
      data(
        { aws_s3_bucket: { [`shop_${child}`]: { bucket: 'pictures', force_destroy: true }, [`shop_${other}`]: { bucket: 'logs' } } },
        { [`aws_s3_bucket.shop_${child}`]: `dev/shop/${child}/Resource`, [`aws_s3_bucket.shop_${other}`]: `dev/shop/${other}/Resource` },
      );
    expect(diff(units('a', 'stays'), units('b', 'stays')).hints).toMatchObject([{ from: 'dev/shop/a', to: 'dev/shop/b' }]);
  });

  it('is found for a resource that changes a little as well, and not for another one', () => {
    const tags = { a: '1', b: '2', c: '3', d: '4' };
    const before = data({ aws_s3_bucket: { pictures: { bucket: 'pictures', force_destroy: false, tags } } }, {});
    const alike = data({ aws_s3_bucket: { photos: { bucket: 'photos', force_destroy: true, tags } } }, {});
    const unlike = data({ aws_s3_bucket: { photos: { bucket_prefix: 'photos', tags: { e: '5' } } } }, {});
    expect(diff(before, alike).hints).toHaveLength(1);
    expect(diff(before, unlike).hints).toEqual([]);
  });

  it('is found for objects with the same content but for their names', () => {
    const units = (id: string, image: string): Record<string, TestUnit> => ({
      [`dev/kubernetes.main.${id}`]: {
        objects: [
          { manifest: deployment(id, { image, labels: { 'applyset.kubernetes.io/part-of': id } }), path: `dev/main/${id}/deployment` },
          { manifest: account(id), path: `dev/main/${id}/account` },
        ],
      },
    });
    expect(diff(units('chat', 'a'), units('talk', 'a')).hints).toMatchObject([
      {
        from: 'dev/main/chat',
        to: 'dev/main/talk',
        titles: ['Deployment acme/chat -> Deployment acme/talk', 'ServiceAccount acme/chat -> ServiceAccount acme/talk'],
      },
    ]);
    // Two ServiceAccounts are alike whatever they are for, so they alone say nothing.
    expect(diff(units('chat', 'a'), units('talk', 'b')).hints).toEqual([]);
  });

  it('names the values that an alias does not keep', () => {
    const before = data({ aws_s3_bucket: { pictures: { bucket: 'acme-pictures', tags: { Name: 'pictures' } } } }, {});
    const after = data({ aws_s3_bucket: { photos: { bucket: 'acme-photos', tags: { Name: 'photos' } } } }, {});
    expect(diff(before, after).hints).toMatchObject([
      { keep: [{ title: 'aws_s3_bucket.photos', field: 'bucket', value: 'acme-pictures' }] },
    ]);
  });

  it('is not looked for in another environment', () => {
    const dev = { 'dev/terraform.data': { stack: { resource: { aws_s3_bucket: { a: { bucket: 'x' } } } } } };
    const prod = { 'prod/terraform.data': { stack: { resource: { aws_s3_bucket: { a: { bucket: 'x' } } } } } };
    expect(diff(dev, prod).hints).toEqual([]);
  });

  it('can be pasted whatever the path holds', () => {
    const before = data({ aws_s3_bucket: { a: { bucket: 'x' } } }, { 'aws_s3_bucket.a': "dev/it's" });
    const after = data({ aws_s3_bucket: { b: { bucket: 'x' } } }, { 'aws_s3_bucket.b': 'dev/its' });
    expect(diff(before, after).hints.map((hint) => hint.line)).toEqual(["aliases: ['it\\'s']"]);
  });
});

function account(name: string): TestObject['manifest'] {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'acme' } };
}
