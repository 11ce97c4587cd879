import type { OpenAssembly } from '../../assembly/open.ts';
import { openAssembly } from '../../assembly/open.ts';
import type { ManifestCluster } from '../../assembly/schema.ts';
import { directorySource } from '../../assembly/source.ts';
import { apiGroup } from '../../core/api-version.ts';
import { type CustomResourceDefinition, loadCarriedDefinition } from '../../facts/crds/load.ts';
import { findBuiltinKind } from '../../facts/kubernetes/kinds.ts';
import type { Definition } from '../../sandbox/nodes/put-objects.ts';
import { choose } from '../apply/target.ts';
import { readDefinitions } from '../validate/definitions.ts';

/** Which cluster of an output. */
export interface ClusterChoice {
  /** The assembly. */
  readonly directory: string;
  /** The program's folder: its `crds` and package.json name more definitions. */
  readonly root: string;
  readonly environment?: string;
  /** @default - the only one of the environment */
  readonly cluster?: string;
  /** Files, folders and patterns with more definitions of custom resources, relative to the root. @default - none */
  readonly crds?: readonly string[];
}

/** What an output says of a cluster. */
export interface DeclaredCluster {
  readonly assembly: OpenAssembly;
  readonly environment: string;
  readonly cluster: string;
  readonly pools: ManifestCluster['pools'];
}

/** Opens the output and finds the cluster in it. Throws KS3xxx, KS8019. */
export function declaredCluster({ directory, environment, cluster }: ClusterChoice): DeclaredCluster {
  const assembly = openAssembly(directorySource(directory));
  const { environments } = assembly.manifest;
  const env = choose('environment', environment, Object.keys(environments), '--env');
  const clusters = environments[env]?.clusters ?? {};
  const name = choose(`cluster of ${env}`, cluster, Object.keys(clusters), '--cluster');
  return { assembly, environment: env, cluster: name, pools: clusters[name]?.pools ?? {} };
}

/** Definitions that the objects of a cluster need and do not bring. */
export interface NeededDefinitions {
  readonly definitions: readonly (CustomResourceDefinition & Definition)[];
  /** Kinds of which no definition is known, as `group/Kind`, sorted. */
  readonly unknown: readonly string[];
}

/** Finds the definitions of the custom resources that a cluster's units use: a person's own before the carried ones. */
export function neededDefinitions({ assembly, environment, cluster }: DeclaredCluster, { root, crds }: ClusterChoice): NeededDefinitions {
  const own = new Map(
    readDefinitions({ root, ...(crds && { crds }) }).map((definition) => [
      `${definition.spec.group}/${definition.spec.names.kind}`,
      definition,
    ]),
  );
  const kinds = new Set<string>();
  const brought = new Set<string>();
  for (const [key, unit] of assembly.units) {
    if (unit.plane !== 'kubernetes' || unit.cluster !== cluster || !key.startsWith(`${environment}/`)) continue;
    for (const { apiVersion, kind, name } of unit.objects) {
      if (kind === 'CustomResourceDefinition') brought.add(name);
      else if (!findBuiltinKind(apiVersion, kind)) kinds.add(`${apiGroup(apiVersion)}/${kind}`);
    }
  }
  const found = [...kinds].sort().map((name) => {
    const [group = '', kind = ''] = name.split('/');
    return [name, own.get(name) ?? loadCarriedDefinition(group, kind)] as const;
  });
  const named = (definition: CustomResourceDefinition): string => `${definition.spec.names.plural}.${definition.spec.group}`;
  // Those that the output brings are applied with it; their names are plural.group, whatever kind they are of.
  const groupOf = (name: string): string => name.slice(name.indexOf('.') + 1);
  const groups = new Set([...brought].map(groupOf));
  return {
    definitions: found.flatMap(([, definition]) =>
      definition && !brought.has(named(definition)) ? [definition as CustomResourceDefinition & Definition] : [],
    ),
    unknown: found.flatMap(([name, definition]) => (definition || groups.has(name.split('/')[0] ?? '') ? [] : [name])),
  };
}
