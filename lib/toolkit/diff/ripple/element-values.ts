import { isDeepStrictEqual } from 'node:util';
import { own } from '../../../core/fields/maps.ts';
import { parsePointer } from '../../../core/json-pointer.ts';
import { actionOfElement, type ElementDraft } from '../terraform/element-draft.ts';
import type { Reference } from '../terraform/references.ts';

/** Why a value of an element changes, and whether that is certain. */
export interface Cause {
  readonly because: string;
  readonly certain: boolean;
}

/** Why the value that a reference reads changes; undefined when it stays. */
export function valueChange(draft: ElementDraft, reference: Reference): Cause | undefined {
  const { before, after, fields } = draft;
  if (!before || !after || fields.length === 0) return undefined;
  const { address, kind } = after.element;
  if (kind === 'setting') return changedSetting(draft);
  if (kind === 'data') return { because: `${address} reads something else`, certain: false };
  if (kind === 'module') return { because: `${address} changes`, certain: false };
  const { attribute } = reference;
  if (attribute !== undefined && fields.some((field) => parsePointer(field.pointer)[0] === attribute)) {
    return { because: `${address}.${attribute} changes`, certain: true };
  }
  if (actionOfElement(draft) !== 'replace') return undefined;
  // What the program gives and doesn't change is the same for the new resource; the rest, such as its id, is another.
  const [old, now] = attribute === undefined ? [] : [own(before.element.body, attribute), own(after.element.body, attribute)];
  if (old !== undefined && isDeepStrictEqual(old, now)) return undefined;
  return { because: `${address} is replaced`, certain: true };
}

/** A variable, local value or output that gives another value. */
function changedSetting({ after, fields }: ElementDraft): Cause | undefined {
  const address = after?.element.address ?? '';
  const [section = ''] = address.split('.', 1);
  if (section === 'variable') {
    const changed = fields.find((field) => field.name === BOUND_TO || field.pointer.startsWith('/default'));
    return changed && { because: changed.because ?? `${address} changes`, certain: changed.effect !== 'mayReplace' };
  }
  if (section !== 'local' && section !== 'output') return undefined;
  const changed = fields.find((field) => section === 'local' || field.pointer.startsWith('/value'));
  return changed && { because: changed.because ?? `${address} changes`, certain: changed.effect !== 'mayReplace' };
}

/** Name of the field that says what a variable is bound to. */
export const BOUND_TO = 'bound to';
