import { type ManifestUnit, objectId } from '../assembly/schema.ts';
import { environmentOf } from '../assembly/unit-key.ts';
import { findCycle } from '../core/graph.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { kubernetesUnits, placeOf, unitsOf } from './units.ts';

const AGAIN = 'run synth again, and commit the whole output';

/**
 * The manifest and the unit files name the same units and edges (KS5020, KS5023), every edge leads to a unit of the same
 * environment or of `shared` (KS4004), objects wait only for objects of their unit (KS5023), outputs are of objects that exist
 * (KS5022), and nothing waits for itself (KS1005).
 */
export const edges: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const report = (finding: Omit<Finding, 'severity'>): void => {
    findings.push({ severity: 'error', ...finding });
  };
  const listed = new Map<string, ManifestUnit>(
    Object.entries(assembly.manifest.environments).flatMap(([environment, { units }]) =>
      Object.entries(units).map(([id, unit]) => [`${environment}/${id}`, unit] as const),
    ),
  );
  for (const key of listed.keys())
    if (!assembly.units.has(key))
      report({ code: 'KS5020', unit: key, message: `keelson.json lists ${key}, which has no unit file`, fix: AGAIN });
  for (const { key, environment, content } of unitsOf(assembly)) {
    const units = content.dependsOn.map((edge) => edge.unit);
    const known = listed.get(key)?.dependsOn ?? [];
    if ([...known].sort().join() !== [...units].sort().join()) {
      report({
        code: 'KS5023',
        unit: key,
        message: `keelson.json says that ${key} waits for ${list(known)}, and its unit file says ${list(units)}`,
        fix: AGAIN,
      });
    }
    for (const other of units) {
      if (!assembly.units.has(other))
        report({ code: 'KS5023', unit: key, message: `${key} waits for ${other}, which does not exist`, fix: AGAIN });
      const otherEnvironment = environmentOf(other);
      if (otherEnvironment !== environment && otherEnvironment !== 'shared') {
        report({ code: 'KS4004', unit: key, message: `${key} waits for ${other}, in another environment`, fix: 'remove the dependency' });
      }
    }
  }
  const cycle = findCycle(
    new Map(
      [...assembly.units].map(([key, { dependsOn }]) => [
        key,
        dependsOn.map((edge) => edge.unit).filter((unit) => assembly.units.has(unit)),
      ]),
    ),
  );
  if (cycle)
    report({
      code: 'KS1005',
      unit: cycle[0] ?? '',
      message: cycle.join(' -> '),
      fix: 'remove one of the edges, or put the constructs into one Unit',
    });
  for (const unit of kubernetesUnits(assembly)) {
    const ids = new Map(unit.content.objects.map((entry) => [objectId(entry), entry]));
    for (const [name, { from }] of Object.entries(unit.content.outputs)) {
      if (from && !ids.has(from.object))
        report({
          code: 'KS5022',
          unit: unit.key,
          message: `the output ${name} is of ${from.object}, which is not in the unit`,
          fix: AGAIN,
        });
    }
    for (const entry of unit.content.objects) {
      for (const other of entry.dependsOn ?? []) {
        if (!ids.has(other))
          report({
            code: 'KS5023',
            ...placeOf(unit, entry),
            message: `the object waits for ${other}, which is not in the unit`,
            fix: AGAIN,
          });
      }
    }
    const inner = findCycle(new Map([...ids].map(([id, entry]) => [id, (entry.dependsOn ?? []).filter((other) => ids.has(other))])));
    if (inner) report({ code: 'KS1005', unit: unit.key, message: inner.join(' -> '), fix: 'remove one of the edges' });
  }
  return findings;
};

function list(units: readonly string[]): string {
  return units.length === 0 ? 'nothing' : units.join(', ');
}
