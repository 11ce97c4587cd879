import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { findChart } from '../../../facts/addons/charts.ts';
import { carriedKinds } from '../../../facts/crds/kinds.ts';
import { type Alias, addAliases } from '../../../synth/aliases.ts';
import { ClusterScope } from '../../../synth/cluster-scope.ts';
import { markPrerequisite } from '../../../synth/depends-on.ts';
import { Environment } from '../../../synth/environment.ts';
import type { KindName } from '../../../synth/external.ts';
import { Platform } from '../../../synth/platform.ts';
import { errorAt } from '../../../synth/state.ts';
import { Addon } from '../addon/addon.ts';
import type { ChartHooks } from '../addon/chart/hooks.ts';
import type { AddonIdentity } from '../addon/identity.ts';
import { chartAddress, type ReleaseSource } from '../addon/release-props.ts';
import { mergeValues, type Values, valuesSchema } from '../addon/values.ts';
import { partitionOf } from '../iam/partition.ts';
import { Namespace, type PodSecurity } from '../namespace.ts';
import { aliasList, constructs, dnsLabel, type Shape } from '../schemas.ts';

/** How a typed add-on is delivered: Terraform installs the chart, or its objects are rendered at synth. */
export type ChartDelivery = 'release' | 'chart';

/** Props that every typed add-on of a chart has. */
export interface ChartAddonProps {
  /**
   * `release`: Terraform installs the pinned chart; nothing is fetched before the applier runs. `chart`: its objects are in the
   * output, rendered from the archive that `keelson lock` fetched. @default 'release'
   */
  readonly delivery?: ChartDelivery;
  /** Version of the chart. @default - the one that Keelson knows, see `lib/facts/addons/charts.ts` */
  readonly version?: string;
  /** Repository of the chart, such as a mirror of your own. @default - the project's own */
  readonly repository?: string;
  /** Namespace that it runs in. @default - what the project's own guide says */
  readonly namespace?: string;
  /** Makes the namespace. @default true, but for namespaces that every cluster has */
  readonly createNamespace?: boolean;
  /** Values of the chart, over those that the other props give. @default - none */
  readonly values?: Values;
  /** More API versions that the templates of a rendered chart may ask for. @default - those of Kubernetes and of its own props */
  readonly apiVersions?: readonly string[];
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Checks {@link ChartAddonProps}; a function, so that a program without add-ons does not make it. */
export const chartAddonShape = () =>
  ({
    delivery: z.enum(['release', 'chart']).optional(),
    version: chartAddress().version.optional(),
    repository: chartAddress().repository.optional(),
    namespace: dnsLabel.optional(),
    createNamespace: z.boolean().optional(),
    values: valuesSchema.optional(),
    apiVersions: z.array(z.string().min(1)).optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  }) satisfies Shape<ChartAddonProps>;

/** What one chart of a typed add-on is delivered with. */
export interface ChartRecipe {
  /** Name of the chart in `lib/facts/addons/charts.ts`. */
  readonly chart: string;
  /** Another chart of the same repository and version, such as one of definitions only. */
  readonly name?: string;
  readonly values: Values;
  /** Values that only a rendered chart needs. */
  readonly chartValues?: Values;
  readonly identities?: readonly Omit<AddonIdentity, 'namespace'>[];
  readonly provides?: readonly KindName[];
  /** For a rendered chart: a ServiceMonitor is among its objects. */
  readonly monitor?: boolean;
  /** For a rendered chart. */
  readonly hooks?: ChartHooks;
  /** For a rendered chart. */
  readonly omit?: readonly string[];
  readonly release?: Pick<ReleaseSource, 'skipCrds' | 'timeoutSeconds' | 'wait'>;
}

const SYSTEM = ['default', 'kube-system'];
const MONITORS = ['monitoring.coreos.com/v1', 'monitoring.coreos.com/v1/ServiceMonitor'];

/** Software of the cluster from the chart of its project. */
export abstract class ChartAddon extends Construct {
  /** Namespace that it runs in. */
  readonly namespace: string;
  protected readonly cluster: ClusterScope;
  readonly #props: ChartAddonProps;

  /** Throws KS1003 outside a cluster. */
  protected constructor(scope: Construct, id: string, props: ChartAddonProps | undefined, namespace: string) {
    super(scope, id);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the add-on ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    this.cluster = cluster;
    this.#props = props ?? {};
    this.namespace = typeof props?.namespace === 'string' ? props.namespace : namespace;
  }

  /** What Terraform and the pods call this cluster's own; unique in the account. */
  protected get owner(): string {
    return [Platform.of(this).name, Environment.of(this).name, this.cluster.name].join('-');
  }

  /** Region of the environment. */
  protected get region(): string | undefined {
    return Environment.of(this).region;
  }

  /** ARN of something of AWS's in this environment; without an account it is of any. */
  protected arn(service: string, resource: string, options: { readonly global?: boolean; readonly account?: string } = {}): string {
    const { account, region } = Environment.of(this);
    return `arn:${partitionOf(region)}:${service}:${options.global ? '' : (region ?? '*')}:${options.account ?? account ?? '*'}:${resource}`;
  }

  /** Makes the namespace, and says what comes before. Called once, with props that are right. */
  protected begin(podSecurity: PodSecurity): void {
    const { aliases, dependsOn, delivery, createNamespace } = this.#props;
    if (aliases) addAliases(this, ...aliases);
    if (dependsOn) this.node.addDependency(...dependsOn);
    if (delivery === 'chart' && (createNamespace ?? !SYSTEM.includes(this.namespace)))
      markPrerequisite(new Namespace(this, 'namespace', { name: this.namespace, podSecurity }));
  }

  /**
   * Delivers one chart.
   * @param id of the add-on below this construct; `Default` does not show in ids of Terraform
   */
  protected deliver(recipe: ChartRecipe, id = 'Default'): Addon {
    const { delivery = 'release', version, repository, createNamespace, values = {}, apiVersions = [] } = this.#props;
    const pin = findChart(recipe.chart);
    const address = {
      repository: repository ?? pin?.repository ?? '',
      name: recipe.name ?? recipe.chart,
      version: version ?? pin?.version ?? '',
      releaseName: recipe.name ?? recipe.chart,
    };
    const rendered = {
      apiVersions: [...(recipe.monitor ? MONITORS : []), ...apiVersions],
      ...(recipe.hooks && { hooks: recipe.hooks }),
      ...(recipe.omit && { omit: recipe.omit }),
    };
    const typed = delivery === 'chart' ? mergeValues(recipe.values, recipe.chartValues ?? {}) : recipe.values;
    return new Addon(this, id, {
      namespace: this.namespace,
      values: id === 'Default' ? mergeValues(typed, values) : typed,
      ...(recipe.identities && { identities: recipe.identities }),
      ...(delivery === 'chart'
        ? { chart: { ...address, ...rendered } }
        : {
            release: { ...address, ...recipe.release, ...(createNamespace !== undefined && { createNamespace }) },
            ...(recipe.provides && { provides: recipe.provides }),
          }),
    });
  }
}

/** The carried kinds of API groups, as `provides` takes them. */
export function kindsOf(...groups: readonly string[]): KindName[] {
  return carriedKinds
    .filter((row) => groups.includes(row.group))
    .map(({ group, versions, kind, scope }) => ({ kind: `${group}/${versions[0]}/${kind}`, scope }));
}

/** Kinds of one group and version that have no carried definition. */
export function otherKinds(apiVersion: string, scope: 'Namespaced' | 'Cluster', ...kinds: readonly string[]): KindName[] {
  return kinds.map((kind) => ({ kind: `${apiVersion}/${kind}`, scope }));
}

/** What a controller asks for whose chart asks for nothing: the scheduler would count it as none, and a node in need end it first. */
export function requests(cpu: string, memory: string): { readonly requests: { readonly cpu: string; readonly memory: string } } {
  return { requests: { cpu, memory } };
}
