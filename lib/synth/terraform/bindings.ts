import type { TerraformElement, TerraformStack } from 'cdktf';
import type { BindingValue, ValueType } from '../../assembly/schema.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import type { Marker } from '../reference/markers.ts';
import { markersOf, type Reference } from '../reference/reference.ts';
import { mayUse, resolveReference } from '../reference/resolve.ts';
import { hiddenStacks } from './adapter.ts';
import { outputName, resolveExpression } from './expression.ts';

/*
 * A value of another unit enters a stack as a variable: no remote state, so a unit needs no access to another's state, and
 * `terraform plan` works by itself with -var.
 */

const TERRAFORM_TYPES: Readonly<Record<ValueType, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  list: 'list(string)',
  map: 'map(string)',
  any: 'any',
};

/** Called by cdktf when an element uses a value of another stack; gives the variable that stands for it. */
export function useOfOtherStack(context: SynthContext, from: TerraformStack, to: TerraformStack, expression: string): string {
  const { keys, stacks } = hiddenStacks(context.state);
  const [origin, user] = [from, to].map((stack) => {
    const entry = stacks.get(keys.get(stack) ?? '');
    return entry && context.unit(entry.placement);
  });
  if (!origin || !user) return expression;
  const { base } = user.placement;
  const text = `\${${expression}}`;
  const exportName = exportedAs(context, origin, text);
  if (!mayUse(context, origin.placement.base, base, exportName !== undefined)) return expression;
  const name = exportName ?? outputName(text);
  context.output(origin, name, text, { type: 'any' }, origin.placement.base);
  return `var.${variable(context, user, { unit: origin.key, output: name, type: 'any' }, false)}`;
}

/** Replaces every reference of Keelson's in the JSON of a stack: by its expression in its own stack, by a variable in another. */
export function extractVariables(context: SynthContext, element: TerraformElement, unit: UnitDraft, value: unknown): unknown {
  const markers = markersOf(context.state);
  const expressionOf = (marker: Marker<Reference<unknown>>): string => {
    marker.found = true;
    const resolved = resolveReference(context, marker.reference, element);
    if (!resolved) return '';
    if (resolved.value.unit === unit.key && resolved.expression) return resolved.expression;
    return `\${var.${variable(context, unit, resolved.value, resolved.sensitive)}}`;
  };
  const visit = (current: unknown): unknown => {
    if (typeof current === 'string') {
      const parts = markers.split(current);
      if (parts === 'damaged') context.error(element, 'KS4002', 'a reference in this resource was damaged');
      if (!parts || parts === 'damaged') return current;
      return parts.map((part) => (typeof part === 'string' ? part : expressionOf(part))).join('');
    }
    if (typeof current === 'number') {
      const marker = markers.lookupNumber(current);
      if (marker === 'damaged') context.error(element, 'KS4002', 'a number reference in this resource was damaged, or calculated with');
      return !marker || marker === 'damaged' ? current : expressionOf(marker);
    }
    if (Array.isArray(current)) {
      const only = current.length === 1 && typeof current[0] === 'string' ? markers.split(current[0]) : undefined;
      const part = Array.isArray(only) && only.length === 1 ? only[0] : undefined;
      if (part && typeof part === 'object' && part.reference.type === 'list') return expressionOf(part);
      return current.map(visit);
    }
    if (typeof current !== 'object' || current === null) return current;
    return Object.fromEntries(
      Object.entries(current).map(([key, entry]) => {
        if (markers.split(key)) context.error(element, 'KS4005', 'a key in this resource is a reference');
        return [key, visit(entry)];
      }),
    );
  };
  return visit(value);
}

/** Declares the variable that a value of another unit fills. */
function variable(context: SynthContext, unit: UnitDraft, value: BindingValue, sensitive: boolean): string {
  const name = `${value.unit.split('/').pop() ?? ''}_${value.output}`
    .replace(/^terraform\.|^kubernetes\./, '')
    .replace(/[^A-Za-z0-9_]/g, '_');
  if (!unit.variables.has(name)) {
    unit.variables.set(name, { type: TERRAFORM_TYPES[value.type], sensitive });
    unit.bindings.push({ target: `var.${name}`, type: value.type, parts: [value], ...(sensitive && { sensitive: true as const }) });
    context.edge(unit, value.unit, 'binding');
  }
  return name;
}

/** The name that an environment exports an expression by, if it does. */
function exportedAs(context: SynthContext, origin: UnitDraft, text: string): string | undefined {
  for (const [name, { origin: source }] of origin.placement.environment.exports) {
    if (source.kind === 'terraform' && resolveExpression(context, source.token, source.scope)?.text === text) return name;
  }
  return undefined;
}
