import type { AssemblyContent } from '../../assembly/content.ts';
import { apiGroup } from '../../core/api-version.ts';
import { carriedKinds } from '../../facts/crds/kinds.ts';
import { type CustomResourceDefinition, loadCarriedDefinition } from '../../facts/crds/load.ts';
import type { Finding } from '../../policy/finding.ts';
import { kubernetesUnits, terraformUnits, unitsOf } from '../../policy/units.ts';

/** How much a validation looked at. */
export interface Checked {
  readonly units: number;
  readonly objects: number;
  /** Managed resources, data sources and modules. */
  readonly resources: number;
  readonly files: number;
  /** Objects of which only name and labels could be checked, because nothing says what a valid one is. */
  readonly withoutSchema: number;
  /** Version of the Kubernetes API that the objects were checked against. */
  readonly kubernetesVersion: string;
}

/** Counts what an assembly holds. */
export function countChecked(assembly: AssemblyContent, findings: readonly Finding[], kubernetesVersion: string): Checked {
  const count = (lists: readonly (readonly unknown[])[]): number => lists.reduce((sum, list) => sum + list.length, 0);
  return {
    units: unitsOf(assembly).length,
    objects: count(kubernetesUnits(assembly).map((unit) => unit.content.objects)),
    resources: count(terraformUnits(assembly).map((unit) => unit.content.resources)),
    files: assembly.files.size,
    withoutSchema: findings.filter((finding) => finding.code === 'KS5010').length,
    kubernetesVersion,
  };
}

/** The carried definitions of the groups that an assembly uses; the others are not read. */
export function carriedDefinitions(assembly: AssemblyContent): readonly CustomResourceDefinition[] {
  const groups = new Set<string>();
  for (const { content } of kubernetesUnits(assembly)) {
    for (const { apiVersion } of content.objects) groups.add(apiGroup(apiVersion));
  }
  return carriedKinds.filter(({ group }) => groups.has(group)).flatMap(({ group, kind }) => loadCarriedDefinition(group, kind) ?? []);
}
