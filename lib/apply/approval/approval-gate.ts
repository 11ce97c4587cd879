import { compareText } from '../../core/compare.ts';
import { KeelsonError } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReleaseStore } from '../release/release-store.ts';
import { type ApprovalStore, type FoundApproval, readStatement, type Statement } from './approval.ts';
import { type ApprovalNeed, approvalNeeds, destroyedIn } from './approval-needs.ts';
import { documentUnit } from './change-document.ts';
import { checkApproval } from './check-approval.ts';
import type { ApprovalGate, PlannedUnit } from './planned-unit.ts';

/** Commands that write a plan for approval. */
export type PlanCommand = 'plan' | 'destroy' | 'delete' | 'rollback';

/** What a gate goes by. */
export interface GateOptions {
  readonly policy: Policy;
  readonly environment: string;
  /** Where approvals are. */
  readonly approvals: ApprovalStore;
  /** Where releases are kept: an approval is for the next one. @default - units have none */
  readonly releases?: ReleaseStore;
  /** The command whose `--out` writes what is approved. @default 'plan' */
  readonly command?: PlanCommand;
  /** The time. @default - of this machine */
  readonly now?: () => Date;
}

/** Approvals that do not count are told, the newest ones: older ones were for what was done long ago. */
const MOST_REFUSED = 3;

/** What of a plan needs an approval under a policy. */
export function needsOf(planned: PlannedUnit, policy: Policy): readonly ApprovalNeed[] {
  return approvalNeeds(planned, { kubernetes: policy.rules(planned.key), terraform: policy.terraformRules(planned.key) });
}

/**
 * Lets a unit go on when what it does needs no approval, or has those that the policy asks for (KS8080; KS8082 to KS8087 say why the ones
 * that were found do not count).
 */
export function approvalGate({
  policy,
  environment,
  approvals,
  releases,
  command = 'plan',
  now = () => new Date(),
}: GateOptions): ApprovalGate {
  const found = once(async () => newestFirst(await approvals.list(environment)));
  const latest = once(async () => releases?.latest(environment));
  return {
    check: async (planned) => {
      const needs = needsOf(planned, policy);
      const rules = policy.approvals;
      if (needs.length === 0 || !rules) return { errors: [] };
      const unit = documentUnit(planned, (await latest())?.get(planned.key)?.revision ?? 0, needs);
      const worth = await Promise.all((await found()).map((one) => checkApproval(one, unit, rules, now())));
      const by = [...new Set(worth.flatMap((one) => (one && 'by' in one ? [one.by] : [])))].sort();
      const { count } = rules.of(planned.key);
      if (by.length >= count) return { errors: [], approval: { by: by.join(', ') } };
      const refused = worth.flatMap((one) => (one && 'refused' in one ? [one.refused] : []));
      const fix = `write the plan with keelson ${command} --out plan.json, and have it approved with keelson approve plan.json`;
      return { errors: [needed(planned, needs, `${by.length} of ${count} approvals: `, fix), ...refused.slice(0, MOST_REFUSED)] };
    },
  };
}

/** What is no approval at all is left out. */
function newestFirst(found: readonly FoundApproval[]): readonly (FoundApproval & { readonly says: Statement })[] {
  return found
    .flatMap((one) => {
      const says = readStatement(one.statement);
      return says ? [{ ...one, says }] : [];
    })
    .sort((a, b) => compareText(b.says.at, a.says.at));
}

/**
 * The gate where the policy says nothing of approvals: what always needs one is done only when the person at the terminal gives as many
 * deletions as the unit has.
 */
export function terminalGate(policy: Policy, allowDeletes = 0): ApprovalGate {
  return {
    check: async (planned) => {
      const needs = needsOf(planned, policy);
      const deletes = destroyedIn(planned);
      if (needs.length === 0 || deletes <= allowDeletes) return { errors: [] };
      if (planned.removesUnit && planned.plane === 'terraform') {
        const message = `it left the program, and its ${deletes} ${deletes === 1 ? 'resource' : 'resources'} would be destroyed`;
        return { errors: [new KeelsonError('KS8011', { object: planned.unit, message })] };
      }
      // The budget of a Kubernetes unit is told by its plan.
      const own = planned.plane === 'kubernetes' ? needs.filter(({ what }) => what !== planned.unit) : needs;
      if (own.length === 0) return { errors: [] };
      return {
        errors: [
          needed(planned, own, '', `see that it is meant, and say so with --allow-deletes ${deletes}, or have the policy name approvers`),
        ],
      };
    },
  };
}

function needed({ unit }: PlannedUnit, needs: readonly ApprovalNeed[], found: string, fix: string): KeelsonError {
  const shown = needs.slice(0, 5).map(({ what, why }) => (what === unit ? why : `${what} ${why}`));
  const more = needs.length > shown.length ? `; and ${needs.length - shown.length} more` : '';
  return new KeelsonError('KS8080', { object: unit, message: `${found}${shown.join('; ')}${more}`, fix });
}
