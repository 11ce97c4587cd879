import type { FieldChange } from '../../plan/types.ts';
import type { ChangeSet, ResourceChange } from '../plan/change-set.ts';
import { UNKNOWN } from '../plan/field-changes.ts';
import { type IgnoredAttribute, isDrift } from './noise.ts';

/** A resource that is not as it was applied. Sensitive values are masked. */
export interface ResourceDrift {
  readonly address: string;
  readonly type: string;
  readonly kind: 'changed' | 'deleted';
  /** What correcting it would change: `before` is what is there, `after` what was applied. None of one that was deleted. */
  readonly fields: readonly FieldChange[];
}

/**
 * The drift in what a refresh found, without what rules leave alone. Pure.
 * @param found changes from what was applied to what is there
 */
export function resourceDrift(found: readonly ResourceChange[], ignored: readonly IgnoredAttribute[]): readonly ResourceDrift[] {
  return found.flatMap(({ address, type, action, fields }): ResourceDrift[] => {
    if (action === 'delete') return [{ address, type, kind: 'deleted', fields: [] }];
    const own = action === 'update' ? fields.filter((field) => isDrift(type, field, ignored)) : [];
    return own.length === 0 ? [] : [{ address, type, kind: 'changed', fields: own.map(turned) }];
  });
}

/** What of a plan is more than bringing back what drifted, for a person; undefined when it is nothing. Pure. */
export function moreThanDrift({ resources, outputs }: ChangeSet, drift: readonly ResourceDrift[]): string | undefined {
  const byAddress = new Map(drift.map((one) => [one.address, one]));
  const more = resources.flatMap(({ address, action, fields }) => {
    const own = byAddress.get(address);
    if (own?.kind === 'deleted' && action === 'create') return [];
    if (own?.kind !== 'changed' || action !== 'update') return [`${action} ${address}`];
    return fields.filter((field) => !isBroughtBack(field, own.fields)).map(({ name }) => `${address} ${name}`);
  });
  const all = [...more, ...outputs.map(({ name }) => `output ${name}`)];
  if (all.length === 0) return undefined;
  return `${all.slice(0, 5).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;
}

/** What a provider gives anew after any update, such as a time, comes with it. */
function isBroughtBack({ pointer, after }: FieldChange, drifted: readonly FieldChange[]): boolean {
  return after === UNKNOWN || drifted.some((one) => isWithin(pointer, one.pointer) || isWithin(one.pointer, pointer));
}

function isWithin(pointer: string, other: string): boolean {
  return pointer === other || pointer.startsWith(`${other}/`);
}

function turned({ before, after, ...field }: FieldChange): FieldChange {
  return { ...field, ...(after !== undefined && { before: after }), ...(before !== undefined && { after: before }) };
}
