import type { Message } from './message.ts';

/** KS808x: approvals of what a plan would do. */
export const approvalMessages = {
  KS8080: {
    title: 'an approval is needed',
    explanation:
      'What holds data, clusters, pools in use, namespaces, definitions of kinds and whole units never go without an approval, and neither does more than the budgets of the policy. Nothing of the unit was done.',
    fix: 'write the plan with keelson plan --out plan.json, and have it approved with keelson approve plan.json',
  },
  KS8081: {
    title: 'a plan file is not what was written',
    explanation:
      'A reviewable plan carries the digest of all that is in it. The file is of another form, or something in it was changed by hand.',
    fix: 'write it again with keelson plan --out',
  },
  KS8082: {
    title: 'an approval is void',
    explanation:
      'The applier plans again and compares with what was approved: the content of the unit, the change set, the lineage and the serial of the state. Any difference voids the approval, since nobody has seen it.',
    fix: 'plan again, and have it approved again',
  },
  KS8083: {
    title: 'an approval does not count: its signature',
    explanation:
      'Outside of a cluster an approval counts only when it is signed with an SSH key that the policy lists under the name of who approves.',
    fix: 'approve again with keelson approve and a key that the policy lists',
  },
  KS8084: {
    title: 'an approval does not count: who gave it',
    explanation: 'The policy says who may approve what, for each unit.',
    fix: 'have somebody approve whom the policy names for the unit',
  },
  KS8085: {
    title: 'nobody approves what they apply',
    explanation: 'The identities that apply, which the policy names, can not approve: otherwise whoever has the applier has everything.',
    fix: 'have somebody else approve',
  },
  KS8086: {
    title: 'an approval is over',
    explanation:
      'An approval is for the release that comes next, and for the hours that the policy gives it. After that release, or that time, it can not be used again.',
    fix: 'plan again, and have it approved again',
  },
  KS8087: {
    title: 'approvals of a cluster can not be trusted',
    explanation:
      'Who made an approval in a cluster is what the API server authenticated, as long as the ValidatingAdmissionPolicy of Keelson is there and as Keelson ships it. It is not, or can not be read.',
    fix: 'have an administrator apply what keelson rbac --approvals prints',
  },
  KS8088: {
    title: 'the approval can not be signed',
    explanation: 'Approvals are signed with ssh-keygen of OpenSSH 8.2 or newer and a key that the policy lists.',
    fix: 'give a key that the policy lists with --key',
  },
  KS8089: {
    title: 'nobody may approve',
    explanation:
      'Who may approve what stands in the section approvals of the policy, which belongs to the administrator. Without it there is nothing to check an approval by.',
    fix: 'give the policy with --policy, and have an administrator add the section approvals',
  },
} satisfies Record<string, Message>;
