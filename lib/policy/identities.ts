import { type ObjectEntry, objectId } from '../assembly/schema.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { describe, type KubernetesUnit, kubernetesUnits, objectsOf, placeOf } from './units.ts';

/** No two manifests of a cluster are one object, over all its units (KS1002), and each is the object that its unit lists (KS5020). */
export const identities: Rule = ({ assembly }) => {
  const findings: Finding[] = [];
  const seen = new Map<string, { readonly unit: KubernetesUnit; readonly entry: ObjectEntry }>();
  for (const unit of kubernetesUnits(assembly)) {
    for (const entry of unit.content.objects) {
      const key = `${unit.environment}/${unit.content.cluster}/${objectId(entry)}`;
      const first = seen.get(key);
      if (first) {
        findings.push({
          code: 'KS1002',
          severity: 'error',
          ...placeOf(unit, entry),
          message: `${entry.path} of ${unit.key} and ${first.entry.path} of ${first.unit.key} are both the ${describe(entry)}`,
          fix: 'rename one of the two, or give it a name',
        });
      } else seen.set(key, { unit, entry });
    }
    for (const { entry, object } of objectsOf(assembly, unit)) {
      const { apiVersion, kind, metadata } = object;
      if (
        apiVersion === entry.apiVersion &&
        kind === entry.kind &&
        metadata?.name === entry.name &&
        metadata?.namespace === entry.namespace
      )
        continue;
      findings.push({
        code: 'KS5020',
        severity: 'error',
        ...placeOf(unit, entry),
        message: `the manifest is ${apiVersion} ${describe({ kind, name: metadata?.name, ...(metadata?.namespace !== undefined && { namespace: metadata.namespace }) })}, and its unit lists ${entry.apiVersion} ${describe(entry)}`,
        fix: 'run synth again, and commit the whole output',
      });
    }
  }
  return findings;
};
