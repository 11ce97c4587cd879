import { asList, asMap } from '../../../core/fields/maps.ts';
import { parsePointer } from '../../../core/json-pointer.ts';
import { replacementOf } from '../../../facts/aws/replacement.ts';
import type { FieldEffect } from '../types.ts';
import type { Element } from './stack.ts';

/** Arguments that say how Terraform works on a resource, and change nothing of it. */
const META: ReadonlySet<string> = new Set(['depends_on', 'lifecycle', 'connection', 'provisioner']);

/** What a change of one argument of a resource, module or setting does. */
export function effectOfArgument(after: Element, pointer: string): FieldEffect {
  const [argument = '', ...below] = parsePointer(pointer);
  if (after.kind === 'module') return 'mayReplace';
  if (after.kind !== 'resource') return 'update';
  if (META.has(argument) || isIgnored(after, argument)) return 'none';
  // Another provider configuration is often another region or account, where the resource doesn't exist.
  if (argument === 'provider') return 'mayReplace';
  const effect = replacementOf(after.type, [argument, ...below.filter((key) => !/^\d+$/.test(key))].join('.'));
  return effect === 'unknown' ? 'mayReplace' : effect;
}

function isIgnored(element: Element, argument: string): boolean {
  const ignored = lifecycleOf(element)['ignore_changes'];
  return ignored === 'all' || asList(ignored).some((name) => name === argument);
}

/** The `lifecycle` block of a resource. */
export function lifecycleOf(element: Element): Readonly<Record<string, unknown>> {
  return asMap([element.body['lifecycle']].flat()[0]);
}
