import type { AssemblyContent } from '../assembly/content.ts';
import type { Finding } from './finding.ts';
import type { SchemaSet } from './kubernetes/schema-set.ts';
import type { KubernetesUnit } from './units.ts';

/** What a rule looks at. */
export interface RuleInput {
  readonly assembly: AssemblyContent;
  /** The schemas of the cluster that a unit is for. */
  schemasOf(unit: KubernetesUnit): SchemaSet;
}

/** A pure check of a whole assembly. */
export type Rule = (input: RuleInput) => readonly Finding[];
