import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../../assembly/content.ts';
import { apiGroup } from '../../core/api-version.ts';
import { findCycle } from '../../core/graph.ts';
import { findBuiltinKind } from '../../facts/kubernetes/kinds.ts';
import { ClusterScope } from '../cluster-scope.ts';
import { constructPath } from '../construct-path.ts';
import { isPrerequisite } from '../depends-on.ts';
import { kubernetesPlacement, terraformPlacement } from '../placement.ts';
import { isTerraformPrototype } from '../terraform/adapter.ts';
import { walk } from '../walk.ts';
import type { SynthContext } from './context.ts';
import type { ObjectDraft, UnitDraft } from './draft.ts';

/** Namespaces that every cluster has. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** What one cluster holds, over all its units. */
interface ClusterContent {
  readonly cluster: ClusterScope;
  readonly objects: { readonly unit: UnitDraft; readonly draft: ObjectDraft }[];
}

/** Checks what only the whole tree shows, and adds the edges that kinds and namespaces imply. Reports KS1002, KS1006 and KS1011. */
export function checkClusters(context: SynthContext, all: readonly IConstruct[]): void {
  const clusters = new Map<ClusterScope, ClusterContent>();
  for (const unit of context.units.values()) {
    const { cluster } = unit.placement;
    if (!cluster) continue;
    const content = clusters.get(cluster) ?? { cluster, objects: [] };
    for (const draft of unit.objects) content.objects.push({ unit, draft });
    clusters.set(cluster, content);
  }
  for (const cluster of all) if (ClusterScope.is(cluster)) addPrerequisites(context, cluster, clusters.get(cluster));
  for (const content of clusters.values()) {
    checkIdentities(context, content);
    checkKinds(context, content);
    checkNamespaces(context, content);
  }
}

/** Reports a cycle of units, with the reasons of its edges. */
export function checkCycles(context: SynthContext): void {
  const graph = new Map(
    [...context.units.values()].map((unit) => [unit.key, [...unit.edges.keys()].filter((key) => context.units.has(key))]),
  );
  const cycle = findCycle(graph);
  if (!cycle) return;
  const steps = cycle.slice(1).map((to, index) => {
    const reasons = [...(context.units.get(cycle[index] ?? '')?.edges.get(to) ?? [])].sort().join(', ');
    return ` -> ${to} (${reasons})`;
  });
  const first = context.units.get(cycle[0] ?? '');
  if (first) context.error(first.placement.base, 'KS1005', `${cycle[0]}${steps.join('')}`);
}

/** A unit of a cluster that the program makes comes after it, and so does Terraform that asks its API. */
function addPrerequisites(context: SynthContext, cluster: ClusterScope, content: ClusterContent | undefined): void {
  if (cluster.prerequisites.size === 0) return;
  const unitsOf = unitsOfConstructs();
  const before = new Set([...cluster.prerequisites].flatMap((construct) => [...unitsOf(construct)]));
  const releases = [...cluster.releases].flatMap((release) => [...unitsOf(release)]).flatMap((key) => context.units.get(key) ?? []);
  for (const unit of new Set([...(content?.objects ?? []).map((object) => object.unit), ...releases]))
    for (const key of before) context.edge(unit, key, 'dependsOn');
}

/** Two constructs that make the same objects are told once, however many they make. */
function checkIdentities(context: SynthContext, { objects }: ClusterContent): void {
  const seen = new Map<string, ObjectDraft>();
  const twins = new Map<string, [first: ObjectDraft, other: ObjectDraft][]>();
  for (const { draft } of objects) {
    const other = seen.get(draft.id);
    if (!other) {
      seen.set(draft.id, draft);
      continue;
    }
    const { namespace, name } = draft.object.metadata;
    const makers = JSON.stringify([makerOf(draft), makerOf(other), namespace, name]);
    twins.set(makers, [...(twins.get(makers) ?? []), [draft, other]]);
  }
  for (const pairs of twins.values()) {
    const [[draft, other]] = pairs as [[ObjectDraft, ObjectDraft]];
    const { namespace, name } = draft.object.metadata;
    const where = namespace === undefined ? '' : ` in the namespace ${namespace}`;
    const paths = pairs.length === 1 ? [draft, other].map(({ construct }) => constructPath(construct)) : [makerOf(draft), makerOf(other)];
    const kinds = pairs.map(([one]) => one.object.kind).sort();
    context.error(draft.construct, 'KS1002', `${paths.join(' and ')} are both the ${kinds.join(', ')} ${name}${where}`);
  }
}

/** Path of the construct that an object's construct is in. */
function makerOf({ construct }: ObjectDraft): string {
  return constructPath(construct).replace(/\/[^/]*$/, '');
}

function checkKinds(context: SynthContext, { cluster, objects }: ClusterContent): void {
  const provided = new Map<string, UnitDraft>();
  for (const { unit, draft } of objects) {
    const kind = definedKind(draft.object);
    if (kind) provided.set(`${kind.group}/${kind.kind}`, unit);
  }
  const unitsOf = unitsOfConstructs();
  for (const { unit, draft } of objects) {
    const { apiVersion, kind } = draft.object;
    if (findBuiltinKind(apiVersion, kind)) continue;
    const group = apiGroup(apiVersion);
    const provider = provided.get(`${group}/${kind}`);
    const declared = cluster.externalKinds.get(`${group}/${kind}`);
    if (provider) context.edge(unit, provider.key, 'kind');
    else if (declared?.provider) for (const key of unitsOf(declared.provider)) context.edge(unit, key, 'kind');
    else if (!declared) {
      context.error(draft.construct, 'KS1006', `nothing in the cluster ${cluster.node.path} provides ${apiVersion} ${kind}`, {
        fix: `add the Addon that brings it, or declare it: external(cluster, '${apiVersion}/${kind}')`,
      });
    }
  }
}

function checkNamespaces(context: SynthContext, { cluster, objects }: ClusterContent): void {
  const declared = new Map<string, UnitDraft>();
  const unitsOf = unitsOfConstructs();
  for (const { unit, draft } of objects) if (draft.object.kind === 'Namespace') declared.set(draft.object.metadata.name, unit);
  for (const { unit, draft } of objects) {
    const { namespace } = draft.object.metadata;
    if (namespace === undefined || SYSTEM_NAMESPACES.has(namespace)) continue;
    const owner = declared.get(namespace);
    const provider = cluster.namespaceProviders.get(namespace);
    if (owner) context.edge(unit, owner.key, 'namespace');
    else if (provider) for (const key of unitsOf(provider)) context.edge(unit, key, 'namespace');
    else if (!cluster.externalNamespaces.has(namespace))
      context.error(
        draft.construct,
        'KS1011',
        `the ${draft.object.kind} ${draft.object.metadata.name} is in the namespace ${namespace}, which nothing creates`,
      );
  }
}

/** Gives the keys of the units that hold what a construct made, without what comes before it; remembers them. */
function unitsOfConstructs(): (construct: IConstruct) => ReadonlySet<string> {
  const known = new Map<IConstruct, Set<string>>();
  return (construct) => {
    let keys = known.get(construct);
    if (!keys) {
      keys = new Set();
      for (const one of walk(construct, isPrerequisite)) {
        const placement = ApiObject.isApiObject(one)
          ? kubernetesPlacement(one, one.kind)
          : isTerraformPrototype(one)
            ? terraformPlacement(one)
            : undefined;
        if (placement) keys.add(`${placement.environment.name}/${placement.unitId}`);
      }
      known.set(construct, keys);
    }
    return keys;
  };
}

/** The kind that a CustomResourceDefinition defines. */
export function definedKind(
  object: KubernetesObject,
): { readonly group: string; readonly kind: string; readonly scope: 'Namespaced' | 'Cluster' } | undefined {
  if (object.kind !== 'CustomResourceDefinition') return undefined;
  const spec = object['spec'] as { group?: string; scope?: string; names?: { kind?: string } } | undefined;
  if (!spec?.group || !spec.names?.kind) return undefined;
  return { group: spec.group, kind: spec.names.kind, scope: spec.scope === 'Cluster' ? 'Cluster' : 'Namespaced' };
}
