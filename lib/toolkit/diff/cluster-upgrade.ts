import type { AssemblyContent } from '../../assembly/content.ts';
import type { ManifestCluster, ObjectEntry } from '../../assembly/schema.ts';
import { environmentOf } from '../../assembly/unit-key.ts';
import { asMap } from '../../core/fields/maps.ts';
import { findRemovedApi, minorOf, type RemovedApi } from '../../facts/kubernetes/removed-apis.ts';
import { titleOf } from './kubernetes/object-draft.ts';
import type { Element, Stack } from './terraform/stack.ts';
import type { Change, ClusterUpgrade, RemovedApiUse, UpgradeStep } from './types.ts';

/** What the upgrade of a cluster is found in. */
export interface UpgradeContext {
  readonly after: AssemblyContent;
  /** Stacks of the new side, which are read when somebody asks. */
  stacks(): ReadonlyMap<string, Stack>;
  /** Changes of resources and objects. */
  readonly changes: readonly Change[];
}

/**
 * What another version of Kubernetes means for a cluster: whether EKS takes it, what happens in which order, and which objects
 * the new version does not serve. Undefined where the version stays.
 * @param cluster `<env>/<name>`
 */
export function clusterUpgrade(
  cluster: string,
  before: ManifestCluster,
  after: ManifestCluster,
  context: UpgradeContext,
): ClusterUpgrade | undefined {
  if (before.version === after.version) return undefined;
  const controlPlane = findControlPlane(after.path, context.stacks());
  const refused = controlPlane && refusal(before.version, after.version);
  const drift = refused ? [] : driftOf(cluster, controlPlane, context.after);
  const unseen = chartsOf(cluster, context.stacks());
  return {
    from: before.version,
    to: after.version,
    ...(refused && { refused }),
    steps: refused ? [] : stepsOf(cluster, controlPlane, context),
    ...(drift.length > 0 && { drift }),
    removed: removedOf(cluster, after.version, context.after),
    ...(unseen.length > 0 && { unseen }),
  };
}

/**
 * Source: Amazon EKS User Guide, "Update existing cluster to new Kubernetes version": a cluster takes one minor version at a time,
 * and none back.
 */
function refusal(from: string, to: string): string | undefined {
  const distance = minorOf(to) - minorOf(from);
  if (distance < 0) return `EKS takes no version back: it stays at ${from}, and a new cluster is the only way to ${to}`;
  if (distance > 1) return `EKS takes one minor version at a time: go to 1.${minorOf(from) + 1} first`;
  return undefined;
}

/** The control plane, where the program makes it. */
function findControlPlane(path: string, stacks: ReadonlyMap<string, Stack>): Placed | undefined {
  for (const stack of stacks.values())
    for (const element of stack.elements.values())
      if (element.type === 'aws_eks_cluster' && element.kind === 'resource' && element.path.startsWith(`${path}/`))
        return { unit: stack.unit, element };
  return undefined;
}

interface Placed {
  readonly unit: string;
  readonly element: Element;
}

/**
 * Source of the order: Amazon EKS Best Practices Guide, "Cluster Upgrades". Terraform keeps it: add-ons depend on the control plane,
 * and node groups on the add-ons that run on every node.
 */
function stepsOf(cluster: string, controlPlane: Placed | undefined, { changes }: UpgradeContext): UpgradeStep[] {
  const unit = `${environmentOf(cluster)}/terraform.cluster-${cluster.slice(cluster.indexOf('/') + 1)}`;
  const titles = (type: string): string[] =>
    changes.filter((change) => change.unit === (controlPlane?.unit ?? unit) && change.id.startsWith(`${type}.`)).map(({ title }) => title);
  const steps: UpgradeStep[] = [
    { what: 'control-plane', titles: controlPlane ? titles('aws_eks_cluster') : [] },
    { what: 'add-ons', titles: titles('aws_eks_addon') },
    { what: 'nodes', titles: titles('aws_eks_node_group') },
  ];
  return steps.filter((step) => step.titles.length > 0);
}

/**
 * Their images follow from the version of the control plane. Source: Karpenter, "Disruption", Drift, and aws/karpenter-provider-aws
 * pkg/providers/amifamily/al2023.go and bottlerocket.go, whose parameters of SSM hold the version.
 */
function driftOf(cluster: string, controlPlane: Placed | undefined, content: AssemblyContent): string[] {
  const pools = objectsOf(cluster, content)
    .filter(({ apiVersion, kind }) => kind === 'NodePool' && apiVersion.startsWith('karpenter.sh/'))
    .map(({ name }) => `NodePool ${name}`);
  const auto = asMap([controlPlane?.element.body['compute_config']].flat()[0])['enabled'] === true;
  return [...pools.sort(), ...(auto ? ['nodes of EKS Auto Mode'] : [])];
}

function removedOf(cluster: string, version: string, content: AssemblyContent): RemovedApiUse[] {
  const uses = new Map<RemovedApi, string[]>();
  for (const entry of objectsOf(cluster, content)) {
    const api = findRemovedApi(entry.apiVersion, entry.kind, version);
    if (api) uses.set(api, [...(uses.get(api) ?? []), titleOf({ entry })]);
  }
  return [...uses].map(([api, objects]) => ({ ...api, objects: objects.sort() }));
}

function objectsOf(cluster: string, content: AssemblyContent): ObjectEntry[] {
  return [...content.units].flatMap(([unit, file]) =>
    file.plane === 'kubernetes' && `${environmentOf(unit)}/${file.cluster}` === cluster ? file.objects : [],
  );
}

/** Charts that Terraform installs: what is in them stands nowhere in an assembly. */
function chartsOf(cluster: string, stacks: ReadonlyMap<string, Stack>): string[] {
  const [environment, name] = [environmentOf(cluster), cluster.slice(cluster.indexOf('/') + 1)];
  return [`${environment}/terraform.addons-${name}`, `${environment}/terraform.cluster-${name}`].flatMap((unit) =>
    [...(stacks.get(unit)?.elements.values() ?? [])].filter(({ type }) => type === 'helm_release').map(({ address }) => address),
  );
}
