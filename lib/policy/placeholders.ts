import { PLACEHOLDER } from '../assembly/placeholder.ts';
import { objectId } from '../assembly/schema.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { parseStack } from './terraform/stack.ts';
import { bindingsOf, kubernetesUnits, objectsOf, placeOf, terraformUnits } from './units.ts';
import { walk } from './walk.ts';

/** Every placeholder is one that a binding fills (KS5024); a stack has none, its values come in as variables. */
export const placeholders: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const check = (value: unknown, bound: ReadonlyMap<string, unknown>, place: Pick<Finding, 'unit' | 'file'>): void =>
    walk(value, (pointer, scalar) => {
      const found = bound.has(pointer) ? null : PLACEHOLDER.exec(String(scalar));
      if (!found) return;
      const message = `the placeholder ${found[0]} has no binding`;
      findings.push({
        code: 'KS5024',
        severity: 'error',
        ...place,
        pointer,
        message,
        fix: 'use the reference itself in the program, not a copy of its placeholder',
      });
    });
  for (const unit of kubernetesUnits(assembly)) {
    for (const { entry, object } of objectsOf(assembly, unit)) check(object, bindingsOf(unit, objectId(entry)), placeOf(unit, entry));
  }
  for (const unit of terraformUnits(assembly)) {
    const { file, stack } = parseStack(assembly, unit);
    check(stack, new Map(), { unit: unit.key, file });
  }
  return findings;
};
