import { canonicalJson } from '../../../core/canonical-json.ts';
import { compareText } from '../../../core/compare.ts';
import { sha256 } from '../../../core/digest.ts';
import type { FieldChange } from '../../plan/types.ts';
import { fieldChanges } from './field-changes.ts';
import { markedSecrets, withMarks, withoutSecrets } from './marked-secrets.ts';
import type { PlanView, ResourceView } from './plan-view.ts';
import { type ResourceCost, resourceCost } from './resource-cost.ts';

/** What becomes of a resource. A closed set. */
export type ResourceAction =
  | 'create'
  | 'update'
  /** It is destroyed and made again. */
  | 'replace'
  | 'delete'
  /** It leaves the state and stays alive. */
  | 'forget'
  /** Only its address changes. */
  | 'move'
  /** It exists already and comes under Terraform's rule. */
  | 'import'
  /** A data source that is read while applying. */
  | 'read';

/** What is planned for one resource. Sensitive values are masked. */
export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly action: ResourceAction;
  /** Where it was before; with `move`, and beside any other action. */
  readonly previousAddress?: string;
  /** Id of what is imported. */
  readonly importId?: string;
  readonly fields: readonly FieldChange[];
  /** Attributes that force a replacement, such as `node_role_arn` or `disk[0].size`. */
  readonly forcedBy?: readonly string[];
  /** Whether the new one is made before the old one goes. */
  readonly createFirst?: boolean;
  /** Why, in Terraform's words: `tainted`, `delete_because_no_resource_config` and the like. */
  readonly reason?: string;
  /** What goes with it, of one that is deleted or replaced. @default - nothing that could not be made again */
  readonly cost?: ResourceCost;
}

/** What is planned for one Terraform unit. */
export interface ChangeSet {
  readonly resources: readonly ResourceChange[];
  /** Outputs that change, by name. */
  readonly outputs: readonly FieldChange[];
}

/**
 * The changes of a plan, by address. Two plans that would do the same give the same change set, byte for byte.
 * @param secrets texts that may stand in no field. @default - those that the plan marks as sensitive somewhere
 */
export function changeSet(plan: PlanView, secrets: readonly string[] = markedSecrets(plan)): ChangeSet {
  const resources = (plan.resource_changes ?? []).flatMap((view) => resourceChange(view, secrets) ?? []);
  const outputs = Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) =>
    change.actions.every((action) => action === 'no-op') ? [] : withoutSecrets(fieldChanges(change, name), secrets),
  );
  return {
    resources: resources.sort((a, b) => compareText(a.address, b.address) || compareText(a.action, b.action)),
    outputs: outputs.sort((a, b) => compareText(a.name, b.name)),
  };
}

/** `sha256:<hex>` of a change set. */
export function changeSetDigest(changes: ChangeSet): string {
  return sha256(canonicalJson(changes));
}

function resourceChange(view: ResourceView, secrets: readonly string[]): ResourceChange | undefined {
  const { address, previous_address: previousAddress, type, change, action_reason: reason } = view;
  const action = actionOf(view);
  if (action === undefined) return undefined;
  const { replace_paths: paths = [], importing, actions } = change;
  const cost = action === 'delete' || action === 'replace' ? resourceCost(type, change.before) : undefined;
  return {
    address: view.deposed === undefined ? address : `${address} (deposed ${view.deposed})`,
    type,
    action,
    ...(previousAddress !== undefined && { previousAddress }),
    ...(importing?.id !== undefined && { importId: importing.id }),
    fields: action === 'move' || action === 'forget' ? [] : withoutSecrets(fieldChanges(withMarks(view)), secrets),
    ...(action === 'replace' && paths.length > 0 && { forcedBy: paths.map(pathText).sort() }),
    ...(action === 'replace' && actions[0] === 'create' && { createFirst: true }),
    ...(reason !== undefined && reason !== 'replace_because_cannot_update' && { reason }),
    ...(cost && { cost }),
  };
}

function actionOf({ change, previous_address: previous, mode }: ResourceView): ResourceAction | undefined {
  const { actions, importing } = change;
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  // Terraform forgets one object and makes another: the old one stays alive.
  if (actions.includes('forget')) return actions.includes('create') ? 'create' : 'forget';
  const [action] = actions;
  if (action === 'create' || action === 'delete') return action;
  if (importing) return 'import';
  if (action === 'update') return 'update';
  if (action === 'read') return mode === 'data' ? 'read' : undefined;
  return previous === undefined ? undefined : 'move';
}

/** `disk[0].size`. */
function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`), '');
}
