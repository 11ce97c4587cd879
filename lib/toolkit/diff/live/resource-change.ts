import type { ChangeSet, ResourceChange } from '../../../apply/terraform/plan/change-set.ts';
import type { Action, Change, ChangeKind, FieldChange } from '../types.ts';

const ACTIONS: Readonly<Record<ResourceChange['action'], Action>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
  forget: 'moved',
  move: 'moved',
  import: 'moved',
  read: 'update',
};

/** What Terraform would do, as changes. @param paths construct paths by address */
export function changesOfSet(unit: string, { resources, outputs }: ChangeSet, paths: ReadonlyMap<string, string>): Change[] {
  const changes = resources.map((one): Change => {
    const { address, action, previousAddress } = one;
    const path = pathOf(unit, address, paths);
    return {
      action: ACTIONS[action],
      plane: 'terraform',
      kind: kindOf(address),
      unit,
      id: address,
      title: address,
      path,
      ...(previousAddress !== undefined && { from: { unit, id: previousAddress, path } }),
      fields: one.fields.map((field): FieldChange => ({ ...field, effect: effectOf(one, field.name) })),
      notes: notesOf(one),
    };
  });
  if (outputs.length === 0) return changes;
  const fields = outputs.map((field): FieldChange => ({ ...field, effect: 'update' }));
  return [
    ...changes,
    { action: 'update', plane: 'terraform', kind: 'setting', unit, id: 'outputs', title: 'outputs', path: unit, fields, notes: [] },
  ];
}

/** An instance of a resource, as `aws_subnet.a["x"]` or `module.x.aws_subnet.a`, is made by the construct of what it is of. */
function pathOf(unit: string, address: string, paths: ReadonlyMap<string, string>): string {
  const plain = address.replace(/ \(deposed .*\)$/, '').replaceAll(/\[[^\]]*\]/g, '');
  const module = /^module\.[^.]+/.exec(plain)?.[0];
  return paths.get(plain) ?? (module === undefined ? undefined : paths.get(module)) ?? unit;
}

function kindOf(address: string): ChangeKind {
  return /(^|\.)data\./.test(address) ? 'data' : 'resource';
}

function effectOf({ action, forcedBy = [] }: ResourceChange, name: string): FieldChange['effect'] {
  return action === 'replace' && forcedBy.includes(name) ? 'replace' : 'update';
}

function notesOf({ action, importId, createFirst, reason }: ResourceChange): string[] {
  return [
    ...(action === 'forget' ? ['it leaves the state and stays alive'] : []),
    ...(importId === undefined ? [] : [`it exists already as ${importId}, and comes under Terraform's rule`]),
    ...(createFirst ? ['the new one is made before the old one goes'] : []),
    ...(reason === undefined ? [] : [reason.replaceAll('_', ' ')]),
  ];
}
