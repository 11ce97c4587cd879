import { describe, expect, it } from 'vitest';
import type { Binding } from '../../../../lib/assembly/schema.ts';
import { deployment, type TestUnit } from '../../../support/assembly.ts';
import { actions, changeOf, diff } from './helpers.ts';

const data = 'dev/terraform.data';
const stack = (resource: object, more: object = {}, unit: TestUnit = {}) => ({ [data]: { ...unit, stack: { resource, ...more } } });
const bucket = (body: object) => stack({ aws_s3_bucket: { pictures: body } });

describe('a diff of Terraform resources', () => {
  it('ignores the metadata of cdktf', () => {
    const result = diff(
      bucket({ bucket: 'a', '//': { metadata: { path: 'x' } } }),
      bucket({ bucket: 'a', '//': { metadata: { path: 'y' } } }),
    );
    expect(result.different).toBe(false);
  });

  it.each([
    ['replaces', { bucket: 'a' }, { bucket: 'b' }, 'replace', ['its objects will be lost with the old one']],
    ['updates in place', { bucket: 'a', tags: { t: '1' } }, { bucket: 'a', tags: { t: '2' } }, 'update', []],
    [
      'may replace for an attribute that nobody knows',
      { bucket: 'a' },
      { bucket: 'a', some_new_thing: 1 },
      'update',
      ['only terraform plan can tell whether this replaces it'],
    ],
    [
      'changes nothing for its lifecycle',
      { bucket: 'a' },
      { bucket: 'a', lifecycle: { prevent_destroy: true } },
      'update',
      ['changes nothing that exists'],
    ],
    [
      'changes nothing for an ignored attribute',
      { bucket: 'a', lifecycle: { ignore_changes: ['bucket'] } },
      { bucket: 'b', lifecycle: { ignore_changes: ['bucket'] } },
      'update',
      ['changes nothing that exists'],
    ],
    [
      'is refused by prevent_destroy',
      { bucket: 'a', lifecycle: [{ prevent_destroy: true }] },
      { bucket: 'b', lifecycle: [{ prevent_destroy: true }] },
      'replace',
      ['prevent_destroy makes Terraform refuse this', 'its objects will be lost with the old one'],
    ],
  ])('%s', (_, before, after, action, notes) => {
    expect(changeOf(diff(bucket(before), bucket(after)), 'aws_s3_bucket.pictures')).toMatchObject({ action, notes });
  });

  it('hints at retain where something goes that holds data, and only there', () => {
    const before: TestUnit = {
      stack: {
        resource: {
          aws_s3_bucket: { far: { bucket: 'far', provider: 'aws.us_west_2' } },
          aws_kms_key: { key: {} },
          aws_s3_bucket_policy: { far: { bucket: 'far', policy: '{}' } },
        },
        provider: { aws: [{ region: 'eu-central-1' }, { alias: 'us_west_2', region: 'us-west-2' }] },
      },
      paths: { 'aws_s3_bucket.far': 'dev/far/Resource', 'aws_kms_key.key': 'dev/main/key' },
    };
    const notesOf = (unit: string, title: string) => changeOf(diff({ [unit]: before }, {}), title).notes;
    expect(notesOf('dev/terraform.data', 'aws_s3_bucket.far')).toEqual([
      "its objects will be lost; to keep the resource alive, add retain(dev, 'dev/far/Resource', { type: 'aws_s3_bucket', region: 'us-west-2' })",
    ]);
    expect(notesOf('dev/terraform.cluster-main', 'aws_kms_key.key')).toEqual([
      "all that it encrypts will be lost; to keep the resource alive, add retain(dev, 'dev/main/key', { type: 'aws_kms_key', unit: 'cluster-main' })",
    ]);
    expect(notesOf('dev/terraform.data', 'aws_s3_bucket_policy.far')).toEqual([]);
  });

  it('counts updates that may replace', () => {
    const resource = (size: string) => stack({ aws_instance: { bastion: { instance_type: size } } });
    const result = diff(resource('t3.small'), resource('t3.large'));
    expect(changeOf(result, 'aws_instance.bastion')).toMatchObject({
      action: 'update',
      fields: [{ effect: 'mayReplace' }],
      notes: ['only terraform plan can tell whether this replaces it'],
    });
    expect(result.summary).toMatchObject({ counts: { update: 1 }, mayReplace: 1 });
  });

  it('hides literal secrets by the name of their argument, and no expression', () => {
    const instance = (password: string) => stack({ aws_db_instance: { db: { password } } });
    const change = changeOf(diff(instance('hunter2'), instance('${var.password}')), 'aws_db_instance.db');
    expect(change.fields).toMatchObject([{ name: 'password', before: '***', after: '${var.password}' }]);
  });

  it('tells changes of settings apart from those of resources', () => {
    const more = (region: string, key: string) => ({
      terraform: { backend: { s3: { bucket: 'state', key } } },
      provider: { aws: [{ region }, { alias: 'us', region: 'us-east-1' }] },
      output: { name: { value: region } },
      locals: { l: region },
    });
    const lock = (version: string) =>
      `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n  hashes = [\n    "h1:x",\n  ]\n}\n`;
    const result = diff(
      stack({}, more('eu-central-1', 'a'), { files: { '.terraform.lock.hcl': lock('6.1.0') } }),
      stack({}, more('eu-west-1', 'b'), { files: { '.terraform.lock.hcl': lock('6.2.0') } }),
    );
    expect(actions(result).sort()).toEqual([
      'update local.l',
      'update lock.registry.terraform.io/hashicorp/aws',
      'update output.name',
      'update provider.aws',
      'update terraform.backend.s3',
    ]);
    expect(result.summary).toMatchObject({ settings: 5, counts: { update: 0 } });
    expect(changeOf(result, 'terraform.backend.s3').notes).toEqual([expect.stringContaining('init -migrate-state')]);
    expect(result.constructs.map(({ path }) => path)).toEqual([data]);
  });

  it('updates a local module whose files change, and those of a module that it refers to', () => {
    const files = (text: string) => ({
      'program/net/main.tf': 'module "names" { source = "../names" }',
      'program/names/main.tf': text,
      'program/other/main.tf': text,
    });
    const source = { module: { net: { source: './program/net', cidr: '10.0.0.0/16' } } };
    const result = diff(stack({}, source, { files: files('a') }), stack({}, source, { files: files('b') }));
    expect(actions(result)).toEqual(['update module.net']);
    expect(changeOf(result, 'module.net')).toMatchObject({
      notes: ['only terraform plan can tell whether this replaces it'],
      fields: [{ name: expect.stringContaining('program/names/main.tf'), before: expect.stringMatching(/^sha256:\w{12}$/) }],
    });
  });

  it('says of a unit that goes only what is destroyed', () => {
    const result = diff(stack({ aws_s3_bucket: { pictures: {} } }, { provider: { aws: [{}] }, output: { o: { value: 'x' } } }), {});
    expect(actions(result)).toEqual(['delete aws_s3_bucket.pictures']);
    expect(result.environments[0]?.units).toMatchObject([{ unit: data, state: 'deleted', counts: { delete: 1 } }]);
  });

  it('refuses a stack that is no JSON', async () => {
    const { assembly } = await import('../../../support/assembly.ts');
    const { diffAssemblies } = await import('../../../../lib/toolkit/diff/diff-assemblies.ts');
    const content = assembly(bucket({}));
    const files = new Map(content.files).set('dev/terraform/data/cdk.tf.json', '{');
    expect(() => diffAssemblies(undefined, { ...content, files })).toThrow(/KS7007.*dev\/terraform\/data\/cdk.tf.json is not JSON/);
  });
});

describe('moves of Terraform resources', () => {
  const moved = { moved: [{ from: 'aws_s3_bucket.a', to: 'aws_s3_bucket.b' }] };

  it('follow moved blocks, and their chains', () => {
    const chain = { moved: [{ from: 'aws_s3_bucket.a', to: 'aws_s3_bucket.x' }, { from: 'aws_s3_bucket.x', to: 'aws_s3_bucket.b' }] }; // biome-ignore format: one line
    for (const blocks of [moved, chain]) {
      const result = diff(stack({ aws_s3_bucket: { a: { bucket: 'n' } } }), stack({ aws_s3_bucket: { b: { bucket: 'n' } } }, blocks));
      expect(actions(result)).toEqual(['moved aws_s3_bucket.b']);
      expect(changeOf(result, 'aws_s3_bucket.b').from).toEqual({ unit: data, id: 'aws_s3_bucket.a', path: 'dev/a' });
      expect(result.hints).toEqual([]);
    }
  });

  it('leave what refers to the resource alone, in its stack and in pods', () => {
    const units = (name: string, blocks: object) => {
      const part = { unit: data, output: `${name}_arn`, type: 'string' as const };
      const manifest = deployment('chat', { env: [{ name: 'ARN', value: `<keelson:terraform.data.${name}_arn>` }] });
      return {
        ...stack(
          {
            aws_s3_bucket: { [name]: { bucket: 'n' } },
            aws_s3_bucket_versioning: { v: { bucket: `\${aws_s3_bucket.${name}.id}`, depends_on: [`aws_s3_bucket.${name}`] } },
          },
          { ...blocks, output: { [`${name}_arn`]: { value: `\${aws_s3_bucket.${name}.arn}` } } },
        ),
        'dev/kubernetes.main.chat': {
          objects: [{ manifest, bindings: { '/spec/template/spec/containers/0/env/0/value': { parts: [part] } } }],
        },
      };
    };
    expect(actions(diff(units('a', {}), units('b', moved)))).toEqual(['moved aws_s3_bucket.b']);
  });

  it('keep moved blocks of the past quiet', () => {
    const units = stack({ aws_s3_bucket: { b: { bucket: 'n' } } }, moved);
    expect(diff(units, units).different).toBe(false);
  });

  it('go from one state to another by removed and import', () => {
    const result = diff(stack({ aws_s3_bucket: { a: { bucket: 'n', tags: { x: 'y' } } } }), {
      ...stack({}, { removed: [{ from: 'aws_s3_bucket.a', lifecycle: { destroy: false } }] }),
      'dev/terraform.other': {
        stack: { resource: { aws_s3_bucket: { b: { bucket: 'n', tags: { x: 'y' } } } }, import: [{ to: 'aws_s3_bucket.b', id: 'n' }] },
      },
    });
    expect(changeOf(result, 'aws_s3_bucket.b')).toMatchObject({
      action: 'moved',
      unit: 'dev/terraform.other',
      from: { unit: data, id: 'aws_s3_bucket.a' },
      notes: ['enters the state by import of "n"'],
    });
    expect(result.summary.counts).toMatchObject({ moved: 1, delete: 0, create: 0 });
  });

  it('leave the state and stay alive by removed alone', () => {
    const before = stack({ aws_s3_bucket: { a: { bucket: 'n' } } });
    const kept = diff(before, stack({}, { removed: [{ from: '${aws_s3_bucket.a}', lifecycle: [{ destroy: false }] }] }));
    expect(changeOf(kept, 'aws_s3_bucket.a')).toMatchObject({ action: 'moved', notes: ['leaves the state, stays alive'] });
    const destroyed = diff(before, stack({}, { removed: [{ from: 'aws_s3_bucket.a', lifecycle: { destroy: true } }] }));
    expect(changeOf(destroyed, 'aws_s3_bucket.a').action).toBe('delete');
  });
});

describe('what follows from a replacement', () => {
  const resources = (name: string) => ({
    aws_s3_bucket: { pictures: { bucket: name, tags: { team: 'shop' } } },
    aws_s3_bucket_versioning: { v: { bucket: '${aws_s3_bucket.pictures.id}' } },
    aws_iam_policy: { read: { policy: '{"Resource":"${aws_s3_bucket.pictures.arn}"}' } },
    aws_s3_object: { tagged: { tags: '${aws_s3_bucket.pictures.tags}' } },
  });
  const reader: Binding = { target: 'var.arn', type: 'string', parts: [{ unit: data, output: 'arn', type: 'string' }] };
  const units = (name: string) => {
    const manifest = deployment('chat', { gpus: 1, replicas: 4, env: [{ name: 'B', value: '<keelson:terraform.data.name>' }] });
    const binding = { parts: [{ unit: data, output: 'name', type: 'string' as const }] };
    return {
      ...stack(resources(name), {
        output: { arn: { value: '${aws_s3_bucket.pictures.arn}' }, name: { value: '${aws_s3_bucket.pictures.bucket}' } },
      }),
      'dev/terraform.access': {
        stack: { variable: { arn: { type: 'string' } }, resource: { aws_iam_role_policy: { p: { policy: '{"r":"${var.arn}"}' } } } },
        bindings: [reader],
      },
      'dev/kubernetes.main.chat': { objects: [{ manifest, bindings: { '/spec/template/spec/containers/0/env/0/value': binding } }] },
    };
  };
  const result = diff(units('a'), units('b'));

  it('replaces what is made for its id', () => {
    expect(changeOf(result, 'aws_s3_bucket_versioning.v')).toMatchObject({
      action: 'replace',
      fields: [
        { name: 'bucket', before: '${aws_s3_bucket.pictures.id}', effect: 'replace', because: 'aws_s3_bucket.pictures is replaced' },
      ],
    });
  });

  it('updates what only mentions it, also in another state', () => {
    expect(changeOf(result, 'aws_iam_policy.read')).toMatchObject({
      action: 'update',
      fields: [{ because: 'aws_s3_bucket.pictures is replaced' }],
    });
    expect(changeOf(result, 'variable.arn')).toMatchObject({
      kind: 'setting',
      fields: [{ because: 'aws_s3_bucket.pictures is replaced' }],
    });
    expect(changeOf(result, 'aws_iam_role_policy.p')).toMatchObject({ action: 'update', unit: 'dev/terraform.access' });
  });

  it('leaves alone what reads a value that stays', () => {
    expect(actions(result)).not.toContainEqual(expect.stringContaining('aws_s3_object.tagged'));
  });

  it('restarts the pods that its values reach', () => {
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'restart',
      fields: [{ name: 'spec.template.spec.containers[server].env[B].value', because: 'aws_s3_bucket.pictures.bucket changes' }],
      gpus: { before: 4, after: 4 },
    });
    expect(result.summary.gpus.restart).toBe(4);
  });

  it('is only possible where a data source decides', () => {
    const ami = (filter: string) =>
      stack(
        { aws_s3_bucket_versioning: { v: { bucket: '${data.aws_s3_bucket.b.id}' } } },
        { data: { aws_s3_bucket: { b: { bucket: filter } } } },
      );
    expect(changeOf(diff(ami('x'), ami('y')), 'aws_s3_bucket_versioning.v')).toMatchObject({
      action: 'update',
      fields: [{ effect: 'mayReplace' }],
      notes: ['only terraform plan can tell whether this replaces it'],
    });
  });

  it('ends where resources refer to each other in a circle of text', () => {
    const loop = (name: string) =>
      stack({ aws_s3_bucket: { a: { bucket: name, tags: { x: '${aws_s3_bucket.b.id}' } }, b: { bucket: '${aws_s3_bucket.a.id}' } } });
    expect(actions(diff(loop('1'), loop('2')))).toEqual(['replace aws_s3_bucket.a', 'replace aws_s3_bucket.b']);
  });
});
