import { apiGroup } from '../../core/api-version.ts';
import { lostWith } from '../../facts/aws/stateful.ts';
import { type ObjectChange, refName } from '../plan/types.ts';
import type { TerraformRules } from '../policy/terraform-rules.ts';
import type { UnitRules } from '../policy/unit-rules.ts';
import type { ResourceChange } from '../terraform/plan/change-set.ts';
import { costText } from '../terraform/plan/resource-cost.ts';
import type { PlannedUnit } from './planned-unit.ts';

/** Something in a plan that nobody does without an approval. */
export interface ApprovalNeed {
  /** Address, object or unit. */
  readonly what: string;
  /** Such as `destroys the cluster, and everything in the cluster with it`. */
  readonly why: string;
}

/** How much may go without an approval. */
export interface ApprovalBudgets {
  readonly kubernetes: Pick<UnitRules, 'mostDeletes' | 'mostDeletedShare'>;
  readonly terraform: Pick<TerraformRules, 'mostDeletes' | 'mostReplaces'>;
}

/** Types that are nodes, or make them. */
const NODES: ReadonlySet<string> = new Set(['aws_eks_node_group', 'aws_autoscaling_group', 'aws_instance', 'aws_spot_fleet_request']);
/** Kinds that take more than themselves with them, by `group/Kind`. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['/Namespace', 'everything in it goes with it'],
  ['/PersistentVolumeClaim', 'its data go with it'],
  ['/PersistentVolume', 'its data go with it'],
  ['apiextensions.k8s.io/CustomResourceDefinition', 'every object of its kind goes with it'],
  ['karpenter.sh/NodePool', 'its nodes are drained; how many it has is unknown'],
  ['karpenter.k8s.aws/EC2NodeClass', 'the nodes that are of it are drained; how many is unknown'],
]);
/** A unit with fewer objects than this has no share to speak of. */
const SMALL_UNIT = 10;

/** What of a plan needs an approval, and why. Pure. */
export function approvalNeeds(planned: PlannedUnit, budgets: ApprovalBudgets): readonly ApprovalNeed[] {
  const { unit, removesUnit, wasAsked } = planned;
  const why = wasAsked ? 'all that it has goes' : 'it left the program, and all that it has goes';
  // A unit whose objects went to other units leaves nothing behind that anybody could lose.
  const isWhole = removesUnit && (planned.plane === 'terraform' || destroyedIn(planned) > 0);
  const whole: ApprovalNeed[] = isWhole ? [{ what: unit, why }] : [];
  return [...whole, ...(planned.plane === 'terraform' ? terraformNeeds(planned, budgets) : kubernetesNeeds(planned, budgets))];
}

/** Deletions and replacements of a plan. */
export function destroyedIn(planned: PlannedUnit): number {
  const changes: readonly { readonly action: string }[] = planned.plane === 'terraform' ? planned.changes.resources : planned.plan.changes;
  return changes.filter(({ action }) => action === 'delete' || action === 'replace').length;
}

function terraformNeeds(
  { unit, changes: { resources } }: Extract<PlannedUnit, { plane: 'terraform' }>,
  { terraform: { mostDeletes, mostReplaces } }: ApprovalBudgets,
): ApprovalNeed[] {
  const gone = resources.filter(({ action }) => action === 'delete' || action === 'replace');
  const needs = gone.flatMap((change) => resourceNeed(change) ?? []);
  const deletes = gone.filter(({ action }) => action === 'delete').length;
  const replaces = gone.length - deletes;
  if (deletes > mostDeletes) needs.push({ what: unit, why: `${deletes} resources would be deleted: the policy allows ${mostDeletes}` });
  if (replaces > mostReplaces)
    needs.push({ what: unit, why: `${replaces} resources would be replaced: the policy allows ${mostReplaces}` });
  return needs;
}

function resourceNeed({ address, type, action, cost }: ResourceChange): ApprovalNeed | undefined {
  const lost = lostWith(type);
  // A pool without nodes is in no use; one whose size is not known may be.
  const drains = NODES.has(type) && cost?.nodes !== 0;
  if (lost === undefined && !drains) return undefined;
  const verb = action === 'delete' ? 'is destroyed' : 'is destroyed and made again';
  const costs = costText(cost ?? { ...(lost !== undefined && { data: lost }) });
  return { what: address, why: costs === '' ? verb : `${verb}: ${costs}` };
}

function kubernetesNeeds(
  { unit, removesUnit, plan: { changes, unchanged } }: Extract<PlannedUnit, { plane: 'kubernetes' }>,
  { kubernetes: { mostDeletes, mostDeletedShare } }: ApprovalBudgets,
): ApprovalNeed[] {
  const needs = changes.flatMap((change) => objectNeed(change) ?? []);
  const deletes = changes.filter(({ action }) => action === 'delete').length;
  const stays = unchanged + changes.filter(({ action }) => action !== 'create' && action !== 'delete').length;
  const had = deletes + stays;
  if (deletes > mostDeletes || (had >= SMALL_UNIT && deletes > had * mostDeletedShare))
    needs.push({
      what: unit,
      why: `${deletes} of its ${had} objects would be deleted: the policy allows ${mostDeletes}, and ${Math.round(mostDeletedShare * 100)} % of them`,
    });
  else if (deletes > 0 && stays === 0 && !removesUnit) needs.push({ what: unit, why: `all of its ${deletes} objects would be deleted` });
  return needs;
}

function objectNeed({ action, object, lost }: ObjectChange): ApprovalNeed | undefined {
  if (action !== 'delete' && action !== 'replace') return undefined;
  const why = lost ?? KINDS.get(`${apiGroup(object.apiVersion)}/${object.kind}`);
  return why === undefined ? undefined : { what: refName(object), why: `is ${action}d: ${why}` };
}
