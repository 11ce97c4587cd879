import type { AssemblyContent } from '../assembly/content.ts';
import type { CustomResourceDefinition } from '../facts/crds/load.ts';
import type { KubernetesSchemas } from '../facts/kubernetes/openapi/load.ts';
import { bindings } from './bindings.ts';
import { edges } from './edges.ts';
import { files } from './files.ts';
import { compareFindings, type Finding } from './finding.ts';
import { identities } from './identities.ts';
import { definitionOf } from './kubernetes/definition.ts';
import { SchemaSet } from './kubernetes/schema-set.ts';
import { placeholders } from './placeholders.ts';
import type { Rule, RuleInput } from './rule.ts';
import { schemas } from './schemas.ts';
import { secrets } from './secrets.ts';
import { terraform } from './terraform.ts';
import { tokens } from './tokens.ts';
import { type KubernetesUnit, kubernetesUnits, objectsOf } from './units.ts';

/** Every rule, in the order in which their findings matter. */
export const rules: Readonly<Record<string, Rule>> = {
  files,
  edges,
  identities,
  schemas,
  bindings,
  placeholders,
  tokens,
  secrets,
  terraform,
};

/** What an assembly is checked with. */
export interface CheckOptions {
  readonly kubernetes: KubernetesSchemas;
  /** Definitions of custom resources that are not in the assembly. One in the assembly counts before one here. */
  readonly definitions?: readonly CustomResourceDefinition[];
}

/** Everything that is wrong with an assembly, in the order of its files. Pure. */
export function checkAssembly(assembly: AssemblyContent, options: CheckOptions): readonly Finding[] {
  const sets = new Map<string, SchemaSet>();
  const schemasOf = (unit: KubernetesUnit): SchemaSet => {
    const cluster = clusterOf(unit);
    let set = sets.get(cluster);
    if (!set) {
      const own = kubernetesUnits(assembly)
        .filter((other) => clusterOf(other) === cluster)
        .flatMap((other) => objectsOf(assembly, other).flatMap(({ object }) => definitionOf(object) ?? []));
      set = new SchemaSet(options.kubernetes, [...(options.definitions ?? []), ...own]);
      sets.set(cluster, set);
    }
    return set;
  };
  const input: RuleInput = { assembly, schemasOf };
  return Object.values(rules)
    .flatMap((rule) => rule(input))
    .sort(compareFindings);
}

function clusterOf(unit: KubernetesUnit): string {
  return `${unit.environment}/${unit.content.cluster}`;
}
