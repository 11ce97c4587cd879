import { expect, it } from 'vitest';
import { type ApprovalStore, type FoundApproval, writeStatement } from '../../../../lib/apply/approval/approval.ts';
import type { ApprovalNeed } from '../../../../lib/apply/approval/approval-needs.ts';
import { documentUnit } from '../../../../lib/apply/approval/change-document.ts';
import { pruneApprovals } from '../../../../lib/apply/approval/prune-approvals.ts';

const AT = new Date('2026-03-01T12:00:00Z');
const NEED: ApprovalNeed = { what: 'a', why: 'is destroyed' };
const key = (name: string) => `acme/prod/terraform/${name}`;

/** An approval of units by name, each after the revision that it had; one whose name ends in ? needed none. */
function approval(id: string, units: Readonly<Record<string, number>>): FoundApproval {
  const statement = writeStatement('alice', AT, {
    schemaVersion: '1.0',
    kind: 'keelson-plan',
    platform: 'acme',
    environment: 'prod',
    units: Object.entries(units).map(([text, revision]) => {
      const name = text.replace('?', '');
      const planned = { unit: `prod/terraform.${name}`, key: key(name), contentDigest: 'sha256:1', digest: 'sha256:2' };
      const changes = { resources: [], outputs: [] };
      return documentUnit({ ...planned, plane: 'terraform', changes }, revision, text.endsWith('?') ? [] : [NEED]);
    }),
  });
  return { id, where: id, statement };
}

it('approvals go once each unit that needed them has the release that they were for, or no policy lets them hold', async () => {
  const left = new Map(
    [
      approval('done', { data: 3 }),
      approval('to do', { data: 4 }),
      approval('half done', { data: 3, network: 0 }),
      approval('done beside what needed none', { data: 3, 'network?': 0 }),
      { id: 'none', where: 'none', statement: 'hello' },
    ].map((one) => [one.id, one]),
  );
  const store: ApprovalStore = {
    name: 'a map',
    list: async () => [...left.values()],
    remove: async (id) => void left.delete(id),
    add: () => Promise.reject(new Error('nothing is added')),
  };
  const latest = new Map([[key('data'), { revision: 4 }]]);
  await pruneApprovals(store, 'prod', latest, new Date(AT.getTime() + 719 * 3_600_000));
  expect([...left.keys()]).toEqual(['to do', 'half done', 'none']);
  await pruneApprovals(store, 'prod', latest, new Date(AT.getTime() + 721 * 3_600_000));
  expect([...left.keys()]).toEqual(['none']);
});
