import { describe, expect, it } from 'vitest';
import { changeSet, changeSetDigest } from '../../../../../lib/apply/terraform/plan/change-set.ts';
import type { ChangeView, ResourceView } from '../../../../../lib/apply/terraform/plan/plan-view.ts';

const view = (change: ChangeView, more: Partial<ResourceView> = {}): ResourceView => ({
  address: 'aws_s3_bucket.pictures',
  type: 'aws_s3_bucket',
  mode: 'managed',
  change,
  ...more,
});
const one = (change: ChangeView, more?: Partial<ResourceView>) => changeSet({ resource_changes: [view(change, more)] }).resources[0];

describe('the change set of a plan', () => {
  it.each<[string, ChangeView, Partial<ResourceView>, string | undefined]>([
    ['nothing', { actions: ['no-op'] }, {}, undefined],
    ['a new resource', { actions: ['create'] }, {}, 'create'],
    ['a change in place', { actions: ['update'] }, {}, 'update'],
    ['destroy, then make', { actions: ['delete', 'create'] }, {}, 'replace'],
    ['make, then destroy', { actions: ['create', 'delete'] }, {}, 'replace'],
    ['the end', { actions: ['delete'] }, {}, 'delete'],
    ['letting go', { actions: ['forget'] }, {}, 'forget'],
    ['letting go and a new one', { actions: ['create', 'forget'] }, {}, 'create'],
    ['another address', { actions: ['no-op'] }, { previous_address: 'aws_s3_bucket.old' }, 'move'],
    ['taking over', { actions: ['no-op'], importing: { id: 'x' } }, {}, 'import'],
    ['data read late', { actions: ['read'] }, { mode: 'data' }, 'read'],
  ])('tells %s', (_, change, more, action) => {
    expect(one(change, more)?.action).toBe(action);
  });

  it('names the fields that differ, down to their values', () => {
    const before = { tags: { a: '1', gone: 'x' }, rule: [{ size: 1 }], same: true };
    const after = { tags: { a: '2' }, rule: [{ size: 1 }, { size: 2 }], same: true, extra: null };
    expect(one({ actions: ['update'], before, after })?.fields).toEqual([
      { pointer: '/rule/1/size', name: 'rule[1].size', after: 2 },
      { pointer: '/tags/a', name: 'tags.a', before: '1', after: '2' },
      { pointer: '/tags/gone', name: 'tags.gone', before: 'x' },
    ]);
  });

  it('says what is known only after the apply', () => {
    const change = { actions: ['create'], after: { bucket: 'x' }, after_unknown: { arn: true, rule: [{ id: true }], no: false } };
    expect(one(change)?.fields).toEqual([
      { pointer: '/arn', name: 'arn', after: '(known after apply)' },
      { pointer: '/bucket', name: 'bucket', after: 'x' },
      { pointer: '/rule/0/id', name: 'rule[0].id', after: '(known after apply)' },
    ]);
  });

  it('shows no sensitive value that stands again where nothing is marked', () => {
    const secret = 'correct horse battery';
    const data = {
      actions: ['update'],
      before: { input: { pin: 1234 }, output: { pin: 1234 } },
      after: { input: { pin: 5678 }, output: { pin: 5678 } },
      before_sensitive: { input: { pin: true } },
      after_sensitive: { input: { pin: true } },
    };
    const made = {
      actions: ['create'],
      after: { password: secret, script: `export PASSWORD='${secret}'`, name: 'db' },
      after_sensitive: { password: true },
    };
    const found = changeSet({
      resource_changes: [view(data, { type: 'terraform_data', address: 'terraform_data.a' }), view(made, { address: 'aws_instance.b' })],
      output_changes: { url: { actions: ['create'], after: `postgres://app:${secret}@db` } },
    });
    expect(JSON.stringify(found)).not.toMatch(/horse|1234|5678/);
    expect(found.resources.map(({ fields }) => fields.map(({ name, after }) => [name, after]))).toEqual([
      [
        ['name', 'db'],
        ['password', '(sensitive)'],
        ['script', '(sensitive)'],
      ],
      [
        ['input.pin', '(sensitive)'],
        ['output.pin', '(sensitive)'],
      ],
    ]);
  });

  it('shows no sensitive value, on either side, at any depth', () => {
    const change = {
      actions: ['update'],
      before: { password: 'old', keys: { a: 'k1' }, list: ['s'], was: 'x' },
      after: { password: 'new', keys: { a: 'k2', b: 'k3' }, list: ['s'], was: 'y' },
      before_sensitive: { password: true, list: true, was: true },
      after_sensitive: { password: true, keys: { a: true, b: true }, list: true },
    };
    const fields = one(change)?.fields;
    expect(JSON.stringify(fields)).not.toMatch(/old|new|k1|k2|k3|"[xy]"/);
    expect(fields?.map(({ name }) => name)).toEqual(['keys.a', 'keys.b', 'password', 'was']);
    const unknown = {
      actions: ['update'],
      before: { p: { a: 's' } },
      before_sensitive: { p: { a: true } },
      after: {},
      after_unknown: { p: true },
    };
    expect(JSON.stringify(one(unknown))).not.toContain('"s"');
  });

  it('names what forces a replacement, and which comes first', () => {
    const paths = [['node_role_arn'], ['disk', 0, 'size']];
    expect(one({ actions: ['create', 'delete'], before: {}, after: {}, replace_paths: paths })).toMatchObject({
      action: 'replace',
      forcedBy: ['disk[0].size', 'node_role_arn'],
      createFirst: true,
    });
  });

  it('is the same, byte for byte, whatever the order of the plan', () => {
    const a = view({ actions: ['create'], after: { x: 1, y: 2 } }, { address: 'a.a' });
    const b = view({ actions: ['delete'], before: { x: 1 } }, { address: 'b.b' });
    const turned = view({ actions: ['create'], after: { y: 2, x: 1 } }, { address: 'a.a' });
    const digest = (...changes: ResourceView[]) => changeSetDigest(changeSet({ resource_changes: changes }));
    expect(digest(a, b)).toBe(digest(b, a));
    expect(digest(turned)).toBe(digest(a));
    expect(digest(a)).not.toBe(digest(b));
  });

  it('tells outputs that change', () => {
    const plan = {
      output_changes: {
        arn: { actions: ['update'], before: 'a', after: 'b' },
        same: { actions: ['no-op'], before: 'a', after: 'a' },
        token: { actions: ['create'], after: 'secret', after_sensitive: true },
      },
    };
    expect(changeSet(plan).outputs).toEqual([
      { pointer: '/arn', name: 'arn', before: 'a', after: 'b' },
      { pointer: '/token', name: 'token', after: '(sensitive)' },
    ]);
  });
});
