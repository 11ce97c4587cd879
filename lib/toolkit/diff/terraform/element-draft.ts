import { environmentOf } from '../../../assembly/unit-key.ts';
import { compareFields } from '../../../core/fields/compare.ts';
import { lostWith } from '../../../facts/aws/stateful.ts';
import { changedBindings, describeBinding, followBindings, type TargetBindings } from '../bindings.ts';
import { actionOf } from '../fields/effects.ts';
import type { Action, Change, FieldChange } from '../types.ts';
import { effectOfArgument, lifecycleOf } from './effects.ts';
import type { ElementPair, PlacedElement } from './element-pair.ts';
import { maskArgument } from './mask.ts';
import type { Element, Stack } from './stack.ts';

/** A pair of elements with the changes found so far; those that follow from other changes are added later. */
export interface ElementDraft extends ElementPair {
  readonly fields: FieldChange[];
}

/**
 * Compares the arguments of a pair.
 * @param renamed new names of outputs, both as `<env>/<unit id>.<output>`
 */
export function draftElement(pair: ElementPair, renamed: ReadonlyMap<string, string>): ElementDraft {
  const { before, after } = pair;
  if (!before || !after) return { ...pair, fields: [] };
  const fields: FieldChange[] = compareFields(before.element.body, after.element.body).map((difference) => ({
    ...maskArgument(difference),
    effect: effectOfArgument(after.element, difference.pointer),
  }));
  return { ...pair, fields: [...fields, ...bindingChanges(before, after, renamed)] };
}

/** A variable that is bound to something else. */
function bindingChanges(before: PlacedElement, after: PlacedElement, renamed: ReadonlyMap<string, string>): FieldChange[] {
  if (!after.element.address.startsWith('variable.')) return [];
  const bindingsOf = ({ stack, element }: PlacedElement) => stack.bindingsOf(element.address.replace(/^variable\./, 'var.'));
  const [old, now] = [retargeted(followBindings(bindingsOf(before), renamed), after), bindingsOf(after)];
  return changedBindings(old, now).map((pointer) => {
    const [was, is] = [old.get(pointer), now.get(pointer)];
    return {
      pointer: '',
      name: 'bound to',
      ...(was && { before: describeBinding(was) }),
      ...(is && { after: describeBinding(is) }),
      effect: 'update',
    };
  });
}

/** The bindings of a variable that got another name. */
function retargeted(bindings: TargetBindings, { element }: PlacedElement): TargetBindings {
  const target = element.address.replace(/^variable\./, 'var.');
  return new Map([...bindings].map(([pointer, binding]) => [pointer, { ...binding, target }]));
}

/** What becomes of the pair; undefined when nothing does. */
export function actionOfElement({ before, after, forgotten, importId, fields }: ElementDraft): Action | undefined {
  if (forgotten) return 'moved';
  if (!before) return importId === undefined ? 'create' : 'moved';
  if (!after) return 'delete';
  const isResource = after.element.kind === 'resource' || after.element.kind === 'module';
  const moved =
    before.stack.unit !== after.stack.unit ||
    (isResource && (before.element.address !== after.element.address || before.element.path !== after.element.path));
  return actionOf(fields, moved);
}

/** The draft as a change; undefined when there is nothing to do. */
export function finishElement(draft: ElementDraft): Change | undefined {
  const action = actionOfElement(draft);
  const { before, after, fields } = draft;
  const place = after ?? before;
  if (!action || !place) return undefined;
  const { stack, element } = place;
  const moved =
    before &&
    after &&
    (before.stack.unit !== stack.unit || before.element.address !== element.address || before.element.path !== element.path);
  return {
    action,
    plane: 'terraform',
    kind: element.kind,
    unit: stack.unit,
    id: element.address,
    title: element.address,
    path: element.path,
    ...(moved && { from: { unit: before.stack.unit, id: before.element.address, path: before.element.path } }),
    fields,
    notes: notesOf(draft, action),
  };
}

function notesOf({ before, after, forgotten, importId, fields }: ElementDraft, action: Action): string[] {
  const notes: string[] = [];
  const element = (after ?? before)?.element;
  const lifecycle = element ? lifecycleOf(element) : {};
  if (forgotten) notes.push('leaves the state, stays alive');
  if (importId !== undefined) notes.push(`enters the state by import of ${JSON.stringify(importId)}`);
  if (action === 'update' && fields.some((field) => field.effect === 'mayReplace'))
    notes.push('only terraform plan can tell whether this replaces it');
  if ((action === 'replace' || action === 'delete') && lifecycle['prevent_destroy'] === true)
    notes.push('prevent_destroy makes Terraform refuse this');
  if (action === 'replace' && lifecycle['create_before_destroy'] === true)
    notes.push('the new one is created before the old one is deleted');
  if ((action === 'replace' || action === 'delete') && before) notes.push(...lossNotes(before, action));
  if (action === 'update' && fields.length > 0 && fields.every((field) => field.effect === 'none'))
    notes.push('changes nothing that exists');
  if (element?.address.startsWith('provider.') && action === 'update')
    notes.push('the configuration of a provider can change every resource of the unit');
  if (element?.address.startsWith('terraform.backend.')) notes.push('the state moves to another place, which takes init -migrate-state');
  return notes;
}

/** What is lost with a resource that holds more than the program says, and the line that keeps one that left it. */
function lossNotes({ stack, element }: PlacedElement, action: Action): string[] {
  const lost = element.kind === 'resource' ? lostWith(element.type) : undefined;
  if (lost === undefined) return [];
  if (action === 'replace') return [`${lost} will be lost with the old one`];
  return [`${lost} will be lost; to keep the resource alive, add ${retainLine(stack, element)}`];
}

/** The call of `retain` that lets go of a resource, as the program would write it. */
function retainLine(stack: Stack, element: Element): string {
  const unit = stack.unit.slice(stack.unit.indexOf('/terraform.') + '/terraform.'.length);
  const provider = element.body['provider'];
  const region = typeof provider === 'string' ? stack.elements.get(`provider.${provider}`)?.body['region'] : undefined;
  const options = { type: element.type, ...(unit !== 'data' && { unit }), ...(typeof region === 'string' && { region }) };
  const texts = Object.entries(options).map(([name, value]) => `${name}: '${value}'`);
  return `retain(${environmentOf(stack.unit)}, '${element.path}', { ${texts.join(', ')} })`;
}
