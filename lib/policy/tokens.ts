import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { parseStack } from './terraform/stack.ts';
import { kubernetesUnits, objectsOf, placeOf, terraformUnits } from './units.ts';
import { walk } from './walk.ts';

/** Tokens of cdktf as text, list or map; cdktf's numbers; and the letters of Keelson's own markers. */
const TEXT = /[$#&]\{TfToken\[[^\]]*\]\}|\$\{Token\[[^\]]*\]\}|[\u2c00-\u2c5f]/;
const NUMBER = /-1\.8881545897\d*e\+289/;

/** No value that a library resolves late is left in the output (KS4001). */
export const tokens: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const check = (value: unknown, place: Pick<Finding, 'unit' | 'file'>): void =>
    walk(value, (pointer, scalar) => {
      const found = TEXT.exec(String(scalar)) ?? NUMBER.exec(String(scalar));
      if (!found) return;
      const message = `an unresolved token stands in ${pointer}: ${JSON.stringify(found[0])}`;
      findings.push({
        code: 'KS4001',
        severity: 'error',
        ...place,
        pointer,
        message,
        fix: 'use the value whole, or inside a template literal',
      });
    });
  for (const unit of kubernetesUnits(assembly)) {
    for (const { entry, object } of objectsOf(assembly, unit)) check(object, placeOf(unit, entry));
  }
  for (const unit of terraformUnits(assembly)) {
    const { file, stack } = parseStack(assembly, unit);
    check(stack, { unit: unit.key, file });
  }
  return findings;
};
