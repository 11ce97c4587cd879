import { KeelsonError } from '../../core/errors.ts';
import type { ApprovalRules } from '../policy/approval-rules.ts';
import type { FoundApproval, Statement } from './approval.ts';
import { type DocumentUnit, differenceOf } from './change-document.ts';
import { verifyText } from './ssh-signature.ts';

/** What an approval is worth for a unit: who gave it, or why it does not count. Undefined when it is of something else. */
export type Worth = { readonly by: string } | { readonly refused: KeelsonError } | undefined;

/**
 * Whether an approval holds for what is to be done now.
 * @param now the unit as it would be done
 */
export async function checkApproval(
  found: FoundApproval & { readonly says: Statement },
  now: DocumentUnit,
  rules: ApprovalRules,
  at: Date,
): Promise<Worth> {
  const { says: statement } = found;
  const approved = statement.document.units.find(({ key }) => key === now.key);
  if (!approved) return undefined;
  const no = (code: ConstructorParameters<typeof KeelsonError>[0], message: string): Worth => ({
    refused: new KeelsonError(code, { object: now.unit, message: `the approval by ${statement.by} (${found.where}): ${message}` }),
  });
  const who = await authorOf(found, statement.by, rules);
  if ('untrusted' in who) return no('KS8087', who.untrusted);
  if ('refused' in who) return no('KS8083', who.refused);
  const { by, groups } = who;
  if (rules.appliers.includes(by)) return no('KS8085', `${by} applies, and can not approve`);
  const { by: users, groups: allowed } = rules.of(now.key);
  if (!users.includes(by) && !groups.some((group) => allowed.includes(group)))
    return no(
      'KS8084',
      `the policy lets ${list([...users, ...allowed.map((group) => `group ${group}`)])} approve ${now.key}, and not ${by}`,
    );
  const hours = (at.getTime() - Date.parse(statement.at)) / 3_600_000;
  if (hours > rules.validHours) return no('KS8086', `it was given ${statement.at}, and holds ${rules.validHours} hours`);
  if (approved.revision !== now.revision)
    return no('KS8086', `it was for what comes after ${release(approved.revision)}, and the unit has ${release(now.revision)}`);
  const difference = differenceOf(approved, now);
  return difference === undefined ? { by } : no('KS8082', difference);
}

async function authorOf(
  { statement, signature, authenticated, untrusted }: FoundApproval,
  by: string,
  { signers }: ApprovalRules,
): Promise<{ readonly by: string; readonly groups: readonly string[] } | { readonly refused: string } | { readonly untrusted: string }> {
  if (untrusted !== undefined) return { untrusted };
  if (authenticated) {
    const { user, groups } = authenticated;
    return user === by ? { by, groups } : { refused: `it was made by ${user}` };
  }
  if (signature === undefined) return { refused: 'it is not signed' };
  const verdict = await verifyText(statement, signature, { by, signers });
  // Groups are what an API server says; a name in a policy is in none.
  return 'by' in verdict ? { by: verdict.by, groups: [] } : verdict;
}

function release(revision: number): string {
  return revision === 0 ? 'no release' : `release ${revision}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(', ');
}
