import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject, JsonPatch } from 'cdk8s';
import { Aspects, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { addAliases } from '../../../lib/synth/aliases.ts';
import { addAspect } from '../../../lib/synth/aspects.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import { merge, type PatchOperation, patch } from '../../../lib/synth/patch.ts';
import { terraformReference } from '../../../lib/synth/reference/reference.ts';
import { Unit } from '../../../lib/synth/unit.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../support/tree.ts';

expect.extend(matchers);

const patched = (...operations: PatchOperation[]) =>
  synthTree((platform) => patch(configMap(devCluster(platform).cluster, 'map', { a: '1', b: '2' }), ...operations));

describe('patches', () => {
  test('change the manifest after every library', () => {
    const result = patched(
      { op: 'replace', path: '/data/a', value: 'x' },
      { op: 'remove', path: '/data/b' },
      { op: 'add', path: '/immutable', value: true },
    );
    expect(result).toHaveObject('ConfigMap', 'map', { data: { a: 'x' }, immutable: true });
    expect(result.warnings).toEqual([]);
  });

  test.each<PatchOperation>([
    { op: 'replace', path: '/data/c', value: 'x' },
    { op: 'remove', path: '/spec' },
    { op: 'add', path: '/spec/replicas', value: 1 },
    { op: 'move', from: '/nowhere', path: '/data/c' },
    { op: 'replace', path: 'data/a', value: 'x' },
  ])('of a path that is not there are lost: $op $path', (operation) => {
    expect(patched(operation)).toFailWith('KS1007', operation.path);
  });

  test.each([
    ['5', 'has 1 entries, and a new one stands at 0 to 1, or at - for the end'],
    ['01', 'has 1 entries'],
    ['x', 'has 1 entries'],
  ])('at the place %s of a shorter list are lost', (place, message) => {
    const list = (path: string) =>
      synthTree((platform) => {
        const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: {}, rules: [{ verbs: ['get'] }] };
        patch(new ApiObject(devCluster(platform).cluster, 'role', role), { op: 'add', path, value: { verbs: ['list'] } });
      });
    expect(list(`/rules/${place}`)).toFailWith('KS1007', `/rules ${message}`);
    for (const path of ['/rules/1', '/rules/-'])
      expect(list(path).object('Role')['rules']).toEqual([{ verbs: ['get'] }, { verbs: ['list'] }]);
  });

  test.each([
    [{ op: 'test', path: '/data' }, 'op of a patch operation is "test"'],
    [[{ op: 'remove', path: '/data' }], 'a patch operation is a list'],
    [{ op: 'remove' }, 'path of the patch operation remove is undefined'],
    [{ op: 'copy', path: '/data/c' }, 'from of the patch copy /data/c is undefined'],
    [{ op: 'add', path: '/data/c' }, 'value of the patch add /data/c is missing'],
  ])('of a JavaScript user that are none are told: %j', (operation, message) => {
    const result = patched(operation as never);
    expect(result).toFailWith('KS1001', `dev/main/map`);
    expect(result).toFailWith('KS1001', message);
    expect(result).toFailWith('KS1001', "it must be like { op: 'replace', path: '/spec/replicas', value: 2 }");
  });

  test('may not replace the whole output, be it by a merge', () => {
    expect(patched({ op: 'replace', path: '', value: {} })).toFailWith('KS1007', 'it would replace the whole output');
    const merged = synthTree((platform) => merge(configMap(devCluster(platform).cluster, 'map'), 'text' as never));
    expect(merged).toFailWith('KS1001', 'the merge is text; it must be an object');
  });

  test('that change nothing warn', () => {
    const result = patched({ op: 'replace', path: '/data/a', value: '1' });
    expect(result).toSynthesise();
    expect(result.warnings.map((warning) => warning.message)).toEqual([
      expect.stringMatching(/^KS1008 dev\/main\/map .*replace \/data\/a/),
    ]);
  });

  test('of cdk8s that a library drops are lost too', () => {
    const result = synthTree((platform) => {
      class Dropping extends ApiObject {
        override toJson() {
          const { data: _, ...rest } = super.toJson();
          return rest;
        }
      }
      const object = new Dropping(devCluster(platform).cluster, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} });
      object.addJsonPatch(JsonPatch.add('/data', { a: '1' }));
    });
    expect(result).toFailWith('KS1007', 'dropped');
  });

  test('reach Terraform resources, and may hold references', () => {
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      const bucket = new S3Bucket(dev, 'files', { forceDestroy: false });
      patch(bucket, { op: 'replace', path: '/force_destroy', value: true });
      merge(bucket, { tags: { team: 'a' } });
      merge(configMap(cluster, 'map', { a: '1' }), { data: { bucket: terraformReference(bucket, bucket.bucket), a: null } });
    });
    expect(result).toHaveResource('aws_s3_bucket.files', { force_destroy: true, tags: { team: 'a' } });
    expect(result.object('ConfigMap')['data']).toEqual({ bucket: '<keelson:terraform.data.aws_s3_bucket_files_bucket>' });
  });
});

describe('aspects', () => {
  test('visit every object of either plane, also what they create', () => {
    const seen: string[] = [];
    const result = synthTree((platform) => {
      const { dev, cluster } = devCluster(platform);
      configMap(cluster, 'map');
      new S3Bucket(dev, 'files', {});
      addAspect(platform, (construct) => {
        if (ApiObject.isApiObject(construct)) construct.metadata.addLabel('cost', 'team-a');
        if (TerraformResource.isTerraformResource(construct)) construct.addOverride('tags', { cost: 'team-a' });
        if (construct.node.id === 'map') configMap(cluster, 'made');
        seen.push(construct.node.path);
      });
    });
    expect(result).toHaveObject('ConfigMap', 'made', { metadata: { labels: { cost: 'team-a' } } });
    expect(result).toHaveResource('aws_s3_bucket.files', { tags: { cost: 'team-a' } });
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('that throw name the construct that they threw at, once', () => {
    const result = synthTree((platform) => {
      const { cluster } = devCluster(platform);
      for (const id of ['one', 'two']) configMap(cluster, id);
      addAspect(platform, (construct) => {
        if (ApiObject.isApiObject(construct)) throw new Error('no owner');
      });
    });
    expect(result.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^KS1014 dev\/main\/one .*an aspect threw at this construct: no owner/),
    ]);
  });

  test('of cdktf run too', () => {
    const result = synthTree((platform) => {
      const { dev } = devCluster(platform);
      new S3Bucket(dev, 'files', {});
      Aspects.of(platform).add({
        visit: (node) => {
          if (TerraformResource.isTerraformResource(node)) node.addOverride('tags', { by: 'aspect' });
        },
      });
    });
    expect(result).toHaveResource('aws_s3_bucket.files', { tags: { by: 'aspect' } });
  });
});

describe('aliases', () => {
  const stackOf = (build: Parameters<typeof synthTree>[0], name = 'data') => {
    const result = synthTree(build);
    expect(result).toSynthesise();
    return JSON.parse(result.files.get(`dev/terraform/${name}/cdk.tf.json`) ?? '{}');
  };

  test('of a resource give a moved block', () => {
    const stack = stackOf((platform) => addAliases(new S3Bucket(devCluster(platform).dev, 'pictures', {}), 'dev/files'));
    expect(stack.moved).toEqual([{ from: 'aws_s3_bucket.files', to: 'aws_s3_bucket.pictures' }]);
  });

  test('that are an id alone are in the same scope, so that one line serves every environment', () => {
    const build: Parameters<typeof synthTree>[0] = (platform) => {
      for (const name of ['dev', 'prod']) {
        const environment = new Environment(platform, name, { region: 'eu-central-1' });
        const group = new Construct(environment, 'group');
        addAliases(new S3Bucket(group, 'new', {}), 'old');
        addAliases(new S3Bucket(environment, 'pictures', {}), 'files');
      }
    };
    expect(stackOf(build).moved).toEqual([
      { from: 'aws_s3_bucket.files', to: 'aws_s3_bucket.pictures' },
      { from: 'aws_s3_bucket.group_old', to: 'aws_s3_bucket.group_new' },
    ]);
  });

  test('of another environment name the one that the path must begin with', () => {
    const result = synthTree((platform) => addAliases(new S3Bucket(devCluster(platform).dev, 'pictures', {}), 'prod/files'));
    expect(result).toFailWith('KS6003', 'the alias prod/files is not in the environment dev; begin the path with dev/');
  });

  test('of a scope move everything under it', () => {
    const stack = stackOf((platform) => {
      const team = new Construct(devCluster(platform).dev, 'team');
      addAliases(team, 'dev/group');
      new S3Bucket(team, 'files', {});
    });
    expect(stack.moved).toEqual([{ from: 'aws_s3_bucket.group_files', to: 'aws_s3_bucket.team_files' }]);
  });

  test('between two states give removed and import', () => {
    const build: Parameters<typeof synthTree>[0] = (platform) => {
      const { dev } = devCluster(platform);
      addAliases(new S3Bucket(new Unit(dev, 'files'), 'pictures', {}), {
        path: 'dev/pictures',
        importIds: { aws_s3_bucket: 'acme-pictures' },
      });
      new S3Bucket(dev, 'other', {});
    };
    expect(stackOf(build, 'files').import).toEqual([{ to: 'aws_s3_bucket.pictures', id: 'acme-pictures' }]);
    expect(stackOf(build).removed).toEqual([{ from: 'aws_s3_bucket.pictures', lifecycle: { destroy: false } }]);
  });

  test('between two states without an import id are an error', () => {
    const result = synthTree((platform) =>
      addAliases(new S3Bucket(new Unit(devCluster(platform).dev, 'files'), 'pictures', {}), 'dev/pictures'),
    );
    expect(result).toFailWith('KS6003', 'aws_s3_bucket');
  });

  test('of an object are in its unit file', () => {
    const { content } = synthTree((platform) => addAliases(configMap(devCluster(platform).cluster, 'map'), 'dev/main/old'));
    const unit = content.units.get('dev/kubernetes.main.map');
    expect(unit?.plane === 'kubernetes' && unit.objects[0]?.aliases).toEqual(['dev/main/old']);
  });
});
