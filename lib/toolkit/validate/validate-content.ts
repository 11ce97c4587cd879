import type { AssemblyContent } from '../../assembly/content.ts';
import type { CustomResourceDefinition } from '../../facts/crds/load.ts';
import { loadKubernetesSchemas } from '../../facts/kubernetes/openapi/load.ts';
import { checkAssembly } from '../../policy/check-assembly.ts';
import type { Finding } from '../../policy/finding.ts';
import { type Checked, carriedDefinitions, countChecked } from './checked.ts';

/** What a validation found, and how much it looked at. */
export interface ValidationResult {
  /** In the order of the files; none when everything is right. */
  readonly findings: readonly Finding[];
  readonly checked: Checked;
}

/**
 * Checks an assembly in memory against the carried schemas, and definitions of a person's own.
 * A definition in the assembly counts before one given here, and that before a carried one.
 */
export function validateContent(assembly: AssemblyContent, definitions: readonly CustomResourceDefinition[] = []): ValidationResult {
  const kubernetes = loadKubernetesSchemas();
  const findings = checkAssembly(assembly, { kubernetes, definitions: [...carriedDefinitions(assembly), ...definitions] });
  return { findings, checked: countChecked(assembly, findings, kubernetes.kubernetesVersion) };
}
