import { placeholderText } from '../assembly/placeholder.ts';
import { type Binding, type BindingValue, objectId } from '../assembly/schema.ts';
import { environmentOf } from '../assembly/unit-key.ts';
import { getPointer } from '../core/json-pointer.ts';
import { isImmutable } from '../facts/kubernetes/immutable-fields.ts';
import type { Finding } from './finding.ts';
import type { Rule, RuleInput } from './rule.ts';
import { objectsOf, type PlacedObject, placeOf, type Unit, unitsOf } from './units.ts';

const AGAIN = 'run synth again, and commit the whole output';
type Report = (finding: Omit<Finding, 'severity' | 'unit'>) => void;

/**
 * Every binding has a place that shows it (KS5021), takes values that exist (KS5022) along an edge (KS5023), from its own
 * environment or an export of `shared` (KS4004), fills no immutable field (KS4005), and a sensitive one only a Secret (KS4007).
 */
export const bindings: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  for (const unit of unitsOf(assembly)) {
    const report: Report = (finding) => findings.push({ severity: 'error', unit: unit.key, ...finding });
    for (const binding of unit.content.bindings) {
      for (const part of binding.parts) if (typeof part !== 'string') checkValue(assembly, unit, binding, part, report);
    }
    if (unit.content.plane !== 'kubernetes') continue;
    const placed = objectsOf(assembly, { ...unit, content: unit.content });
    const objects = new Map(placed.map((one) => [objectId(one.entry), one] as const));
    for (const binding of unit.content.bindings) checkField(assembly, unit, objects.get(binding.target), binding, report);
  }
  return findings;
};

/** The field of a manifest that a binding fills. That of a stack is a variable, which the rule terraform checks. */
function checkField(assembly: RuleInput['assembly'], unit: Unit, found: PlacedObject | undefined, binding: Binding, report: Report): void {
  const { target, pointer = '' } = binding;
  if (!found) {
    report({ code: 'KS5021', object: target, pointer, message: `a binding fills ${target}, which is not in the unit`, fix: AGAIN });
    return;
  }
  const { unit: _, ...place } = placeOf(unit, found.entry);
  const { object } = found;
  const wanted = placeholderText(binding.parts, unit.environment);
  const shown = getPointer(object, pointer);
  if (shown !== wanted) {
    const message =
      shown === undefined
        ? `a binding fills ${pointer}, and there is no such field`
        : `${pointer} shows ${JSON.stringify(shown)}, and its binding is ${JSON.stringify(wanted)}`;
    report({ code: 'KS5021', ...place, pointer, message, fix: AGAIN });
  }
  if (isImmutable(object.apiVersion, object.kind, pointer, object)) {
    report({
      code: 'KS4005',
      ...place,
      pointer,
      message: `${pointer} of a ${object.kind} is a reference, and can not change later`,
      fix: 'give a literal value',
    });
  }
  const isSecretData = object.apiVersion === 'v1' && object.kind === 'Secret' && /^\/(data|stringData)\//.test(pointer);
  if (isSensitive(assembly, binding) && !isSecretData) {
    report({
      code: 'KS4007',
      ...place,
      pointer,
      message: `${pointer} of a ${object.kind} is a sensitive value`,
      fix: 'put it into a Secret, and let the workload read it from there',
    });
  }
}

function checkValue(assembly: RuleInput['assembly'], unit: Unit, binding: Binding, value: BindingValue, report: Report): void {
  const place = { object: binding.target, ...(binding.pointer !== undefined && { pointer: binding.pointer }) };
  const giver = assembly.units.get(value.unit);
  const output = giver?.outputs[value.output];
  if (!output) {
    const message = giver ? `the unit ${value.unit} has no output ${value.output}` : `there is no unit ${value.unit}`;
    report({ code: 'KS5022', ...place, message, fix: AGAIN });
    return;
  }
  if (output.type !== value.type) {
    report({
      code: 'KS5022',
      ...place,
      message: `the output ${value.output} of ${value.unit} is a ${output.type}, and the binding takes a ${value.type}`,
      fix: AGAIN,
    });
  }
  if (binding.parts.length > 1 ? binding.type !== 'string' : binding.type !== value.type) {
    report({
      code: 'KS5022',
      ...place,
      message: `the binding is a ${binding.type}, and its value ${binding.parts.length > 1 ? 'a template of several parts' : `a ${value.type}`}`,
      fix: AGAIN,
    });
  }
  const edge = unit.content.dependsOn.find((entry) => entry.unit === value.unit);
  if (value.unit !== unit.key && !edge?.reasons.includes('binding')) {
    report({ code: 'KS5023', ...place, message: `${unit.key} takes a value of ${value.unit}, and does not wait for it`, fix: AGAIN });
  }
  const environment = environmentOf(value.unit);
  if (environment !== unit.environment && environment !== 'shared') {
    report({
      code: 'KS4004',
      ...place,
      message: `${unit.key} takes a value of ${value.unit}, in another environment`,
      fix: 'create it in the same environment, or in the environment shared and export it',
    });
  }
}

/** A value is sensitive when its binding or its output says so. */
function isSensitive(assembly: RuleInput['assembly'], binding: Binding): boolean {
  return (
    binding.sensitive === true ||
    binding.parts.some((part) => typeof part !== 'string' && assembly.units.get(part.unit)?.outputs[part.output]?.sensitive === true)
  );
}
