import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeStatement } from '../../../../lib/apply/approval/approval.ts';
import { approvalGate, needsOf, terminalGate } from '../../../../lib/apply/approval/approval-gate.ts';
import { type ChangeDocument, documentUnit, readDocument, writeDocument } from '../../../../lib/apply/approval/change-document.ts';
import type { PlannedUnit } from '../../../../lib/apply/approval/planned-unit.ts';
import { SignedApprovals } from '../../../../lib/apply/approval/signed-approvals.ts';
import { signText } from '../../../../lib/apply/approval/ssh-signature.ts';
import { NO_POLICY, type Policy, parsePolicy } from '../../../../lib/apply/policy/policy.ts';
import { DirectoryStore } from '../../../../lib/apply/release/directory-store.ts';
import type { ReleaseStore } from '../../../../lib/apply/release/release-store.ts';
import { type ChangeSet, changeSet, changeSetDigest } from '../../../../lib/apply/terraform/plan/change-set.ts';
import type { PlanView } from '../../../../lib/apply/terraform/plan/plan-view.ts';
import { temporaryFolder } from '../../../support/run.ts';

const KEY = 'acme/prod/terraform/data';
const AT = new Date('2026-03-01T12:00:00Z');
const hour = (hours: number) => new Date(AT.getTime() + hours * 3_600_000);
const CHANGES: ChangeSet = {
  resources: [
    {
      address: 'aws_s3_bucket.models',
      type: 'aws_s3_bucket',
      action: 'delete',
      fields: [{ pointer: '/bucket', name: 'bucket', before: 'models' }],
    },
  ],
  outputs: [],
};
const other = (name: string): ChangeSet => ({
  ...CHANGES,
  resources: CHANGES.resources.map((one) => ({ ...one, fields: [{ pointer: '/bucket', name: 'bucket', before: name }] })),
});

function planned(
  more: { readonly changes?: ChangeSet; readonly serial?: number; readonly lineage?: string; readonly contentDigest?: string } = {},
): PlannedUnit {
  const { changes = CHANGES, serial = 7, lineage = 'one', contentDigest = 'sha256:aaaaaaaaaaaaaaaa' } = more;
  const base = { unit: 'prod/terraform.data', key: KEY, contentDigest, state: { lineage, serial } };
  return { ...base, plane: 'terraform', changes, digest: changeSetDigest(changes) };
}

describe('approvals that are signed', () => {
  let keys: Readonly<Record<string, string>> = {};
  let policy: Policy = NO_POLICY;
  const make = (name: string): string => {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
    return file;
  };
  const rules = (count = 1) => {
    const signers = ['alice', 'bob', 'mallory', 'robot'].map((name) => ({
      name,
      keys: [readFileSync(`${keys[name]}.pub`, 'utf8').trim()],
    }));
    const approvals = { appliers: ['robot'], signers, rules: [{ match: 'acme/prod/*', by: ['alice', 'bob', 'robot'], count }] };
    return parsePolicy(JSON.stringify({ version: 1, approvals }), 'policy.yaml');
  };
  const folder = mkdtempSync(join(tmpdir(), 'keelson-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    keys = Object.fromEntries(['alice', 'bob', 'mallory', 'robot', 'stranger'].map((name) => [name, make(name)]));
    policy = rules();
  });

  const document = (of: PlannedUnit = planned(), revision = 3): ChangeDocument => ({
    schemaVersion: '1.0',
    kind: 'keelson-plan',
    platform: 'acme',
    environment: 'prod',
    units: [documentUnit(of, revision, needsOf(of, policy))],
  });
  const store = () => new SignedApprovals(new DirectoryStore(temporaryFolder()), 'acme');
  const approve = async (approvals: SignedApprovals, by: string, { key = by, of = document() } = {}) => {
    const statement = writeStatement(by, AT, of);
    await approvals.add({ statement, signature: await signText(statement, keys[key] as string) });
  };
  const check = (approvals: SignedApprovals, of: PlannedUnit = planned(), { revision = 3, now = hour(1), under = policy } = {}) => {
    const releases = { latest: async () => new Map([[KEY, { revision }]]) } as unknown as ReleaseStore;
    return approvalGate({ policy: under, environment: 'prod', approvals, releases, now: () => now }).check(of);
  };
  const refusals = async (...args: Parameters<typeof check>) => {
    const { errors, approval } = await check(...args);
    expect(approval).toBeUndefined();
    expect(errors[0]?.message).toMatch(/^KS8080 prod\/terraform\.data: \d of \d approvals: aws_s3_bucket\.models is destroyed/);
    return errors.slice(1).map(({ message }) => message);
  };

  it('let exactly what was approved go on, and tell who it was', async () => {
    const approvals = store();
    expect(await refusals(approvals)).toEqual([]);
    await approve(approvals, 'alice');
    expect(await check(approvals)).toEqual({ errors: [], approval: { by: 'alice' } });
  });

  it('ask nobody about what needs none', async () => {
    expect(await check(store(), planned({ changes: { resources: [], outputs: [] } }))).toEqual({ errors: [] });
  });

  it('are of as many people as the policy asks for', async () => {
    const approvals = store();
    await approve(approvals, 'alice');
    await approve(approvals, 'alice', { of: { ...document(), commit: 'abc' } });
    expect((await check(approvals, planned(), { under: rules(2) })).errors[0]?.message).toContain('1 of 2 approvals');
    await approve(approvals, 'bob');
    expect(await check(approvals, planned(), { under: rules(2) })).toEqual({ errors: [], approval: { by: 'alice, bob' } });
  });

  it('are void when anything differs, and say what', async () => {
    const approvals = store();
    await approve(approvals, 'alice');
    const cases: [PlannedUnit, string][] = [
      [
        planned({ changes: other('backups') }),
        'line 2 of its changes: "bucket: \\"models\\" -> (none)" was approved, and now it is "bucket: \\"backups\\" -> (none)"',
      ],
      [planned({ serial: 8 }), 'it was approved over the state one of serial 7, and now there is the state one of serial 8'],
      [planned({ lineage: 'two' }), 'the state two of serial 7'],
      [
        planned({ contentDigest: 'sha256:bbbbbbbbbbbbbbbb' }),
        'the content sha256:aaaaaaaaaaaa was approved, and now it is sha256:bbbbbbbbbbbb',
      ],
      [{ ...planned(), removesUnit: true }, 'its removal was not approved'],
    ];
    for (const [now, text] of cases) {
      const { errors } = await check(approvals, now);
      expect(errors.map(({ code }) => code)).toEqual(['KS8080', 'KS8082']);
      expect(errors[1]?.message).toContain(text);
    }
  });

  it('hold for a pool that its autoscaler made larger or smaller, but not for one that was empty', async () => {
    const pool = (nodes: number, more: object = {}): PlannedUnit => {
      const before = { instance_types: ['p5.48xlarge'], scaling_config: [{ desired_size: nodes, min_size: 0, max_size: 8 }], ...more };
      const view = { address: 'aws_eks_node_group.gpus', type: 'aws_eks_node_group', mode: 'managed', name: 'gpus' };
      const plan = { resource_changes: [{ ...view, change: { actions: ['delete'], before, after: null } }] };
      // What a plan has of a view beside this is of other changes.
      return { ...planned({ changes: changeSet(plan as unknown as PlanView) }), removesUnit: true };
    };
    const approvals = store();
    await approve(approvals, 'alice', { of: document(pool(2)) });
    const nodes = needsOf(pool(5), policy).map(({ why }) => /\d+ nodes/.exec(why)?.[0]);
    expect(nodes).toContain('5 nodes');
    expect(await check(approvals, pool(5))).toEqual({ errors: [], approval: { by: 'alice' } });
    const codes = async (of: SignedApprovals, now: PlannedUnit) => (await check(of, now)).errors.map(({ code }) => code);
    expect(await codes(approvals, pool(2, { scaling_config: [{ desired_size: 2, min_size: 0, max_size: 9 }] }))).toEqual([
      'KS8080',
      'KS8082',
    ]);
    const empty = store();
    await approve(empty, 'alice', { of: document(pool(0)) });
    expect(await codes(empty, pool(1))).toEqual(['KS8080', 'KS8082']);
    const text = writeDocument(document(pool(2)));
    expect(readDocument(text, 'plan.json')).toEqual(document(pool(2)));
  });

  it('do not count unsigned, with an unknown key, for somebody else, or changed after they were signed', async () => {
    const refused = async (statement: string, signature?: string) => {
      const approvals = store();
      await approvals.add({ statement, ...(signature !== undefined && { signature }) });
      return refusals(approvals);
    };
    const alices = writeStatement('alice', AT, document());
    const key = (name: string) => keys[name] as string;
    expect(await refused(alices)).toEqual([expect.stringMatching(/^KS8083 .*by alice .*: it is not signed;/)]);
    expect(await refused(alices, await signText(alices, key('stranger')))).toEqual([
      expect.stringMatching(/^KS8083 .*signed with a key that the policy does not list/),
    ]);
    expect(await refused(alices, await signText(alices, key('bob')))).toEqual([
      expect.stringMatching(/^KS8083 .*says that it is of alice, and is signed with a key of bob/),
    ]);
    const forAnother = writeStatement('alice', AT, document(planned({ changes: other('scratch') })));
    expect(await refused(alices, await signText(forAnother, key('alice')))).toEqual([
      expect.stringMatching(/^KS8083 .*it was changed after it was signed, or signed for something else/),
    ]);
    const commit = execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'git', '-f', key('alice')], { input: alices, encoding: 'utf8' });
    expect(await refused(alices, commit)).toEqual([expect.stringMatching(/^KS8083 .*signed/)]);
    expect(await refused(alices, 'no signature')).toEqual([expect.stringMatching(/^KS8083 /)]);
  });

  it('do not count from who may not approve, nor from who applies', async () => {
    const approvals = store();
    await approve(approvals, 'mallory');
    expect(await refusals(approvals)).toEqual([
      expect.stringMatching(/^KS8084 .*the policy lets alice, bob, robot approve acme\/prod\/terraform\/data, and not mallory/),
    ]);
    const own = store();
    await approve(own, 'robot');
    expect(await refusals(own)).toEqual([expect.stringMatching(/^KS8085 .*robot applies, and can not approve/)]);
  });

  it('are for the next release and some hours, and never again', async () => {
    const approvals = store();
    await approve(approvals, 'alice');
    expect(await refusals(approvals, planned(), { revision: 4 })).toEqual([
      expect.stringMatching(/^KS8086 .*for what comes after release 3, and the unit has release 4/),
    ]);
    expect(await refusals(approvals, planned(), { now: hour(25) })).toEqual([
      expect.stringMatching(/^KS8086 .*it was given 2026-03-01T12:00:00.000Z, and holds 24 hours/),
    ]);
  });

  it('are of a plan file that nobody changed', () => {
    const text = writeDocument(document());
    expect(readDocument(text, 'plan.json')).toEqual(document());
    const problem = (changed: string) => {
      try {
        readDocument(changed, 'plan.json');
      } catch (error) {
        return (error as Error).message;
      }
      return undefined;
    };
    expect(problem(text.replace('"before": "models"', '"before": "scratch"'))).toMatch(
      /^KS8081 plan\.json: it was changed after it was written/,
    );
    const recomputed = { ...document(), units: document().units.map((one) => ({ ...one, changes: other('scratch') })) } as ChangeDocument;
    expect(problem(writeDocument(recomputed))).toMatch(/^KS8081 plan\.json: the changes of prod\/terraform\.data are not those/);
    expect(problem('{')).toMatch(/^KS8081 plan\.json: it is no JSON/);
    expect(problem('{"kind":"other"}')).toMatch(/^KS8081 plan\.json: /);
  });
});

describe('without approvals in the policy', () => {
  const check = (of: PlannedUnit, allowDeletes?: number) => terminalGate(NO_POLICY, allowDeletes).check(of);

  it('halts what always needs one, unless as many deletions are allowed on the command line', async () => {
    const { errors } = await check(planned());
    expect(errors.map(({ message }) => message)).toEqual([
      'KS8080 prod/terraform.data: aws_s3_bucket.models is destroyed: loses its objects; see that it is meant, and say so with --allow-deletes 1, or have the policy name approvers',
    ]);
    expect((await check(planned(), 1)).errors).toEqual([]);
    expect((await check({ ...planned(), removesUnit: true })).errors.map(({ code }) => code)).toEqual(['KS8011']);
  });
});

describe('the section approvals of a policy', () => {
  const problem = (approvals: object) => {
    try {
      parsePolicy(JSON.stringify({ version: 1, approvals }), 'policy.yaml');
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const whole = { appliers: ['robot'], cluster: 'prod/main', rules: [{ match: '*', groups: ['admins'] }] };

  it('says what is wrong with it', () => {
    expect(problem(whole)).toBeUndefined();
    expect(problem({ ...whole, cluster: undefined })).toMatch(/KS8014 policy\.yaml: approvals: must have signers, or a cluster/);
    expect(problem({ ...whole, rules: [{ match: '*' }] })).toMatch(/approvals\.rules\.0: must have by or groups/);
    expect(problem({ ...whole, signers: [{ name: '* bob', keys: ['ssh-ed25519 AAAA'] }] })).toMatch(/signers\.0\.name: must be of letters/);
    expect(problem({ ...whole, signers: [{ name: 'bob', keys: ['AAAA'] }] })).toMatch(/keys\.0: must be a public key/);
    expect(problem({ ...whole, appliers: [] })).toMatch(/approvals\.appliers/);
  });

  it('lets the last rule that matches hold', () => {
    const text = JSON.stringify({ version: 1, approvals: { ...whole, rules: [...whole.rules, { match: 'acme/dev/*', by: ['alice'] }] } });
    const { approvals } = parsePolicy(text, 'policy.yaml');
    expect(approvals?.of('acme/dev/main/shop')).toEqual({ by: ['alice'], groups: [], count: 1 });
    expect(approvals?.of('acme/prod/main/shop')).toEqual({ by: [], groups: ['admins'], count: 1 });
  });
});
