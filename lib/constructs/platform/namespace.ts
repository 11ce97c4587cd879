import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { type Alias, addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { markNamespace } from '../../synth/namespace-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt } from '../../synth/state.ts';
import { addLimits, addQuota, type LimitDefaults, limitSchema, type Quota, quotaSchema } from './quota.ts';
import { aliasList, dnsLabel, labels, type Shape, texts } from './schemas.ts';

/** Pod Security Standards. Source: Kubernetes, "Pod Security Standards". */
export type PodSecurity = 'restricted' | 'baseline' | 'privileged';

/** Props of a {@link Namespace}. */
export interface NamespaceProps {
  /** Name of the namespace. @default - the construct id */
  readonly name?: string;
  /**
   * Which pods the API server admits. What Keelson's own workloads emit by default passes `restricted`; agents that need the
   * host (device plugins, network and log agents) need `privileged`.
   * @default 'restricted'
   */
  readonly podSecurity?: PodSecurity;
  /** Most that the namespace may hold, over all its pods. @default - none */
  readonly quota?: Quota;
  /** Requests and limits of containers that have none of their own. @default - none */
  readonly limits?: LimitDefaults;
  /** More labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Paths that this namespace had before. @default - none */
  readonly aliases?: readonly Alias[];
}

/** Props of a namespace that exists. */
export interface ExistingNamespaceProps {
  /** Name of the namespace. @default - the construct id */
  readonly name?: string;
}

const existingSchema = z.strictObject({ name: dnsLabel.optional() } satisfies Shape<ExistingNamespaceProps>);
const schema = z.strictObject({
  name: dnsLabel.optional(),
  podSecurity: z.enum(['restricted', 'baseline', 'privileged']).optional(),
  quota: quotaSchema.optional(),
  limits: limitSchema.optional(),
  labels: labels.optional(),
  annotations: texts.optional(),
  aliases: aliasList.optional(),
} satisfies Shape<NamespaceProps>);

/** What objects can be created in: a {@link Namespace}, created by the program or existing. */
export interface INamespace extends Construct {
  /** Name of the namespace. */
  readonly name: string;
}

/**
 * A namespace of a cluster: every object under it is in it, and they are one unit unless an explicit `Unit` says otherwise.
 * Reports KS1001 for a wrong prop, KS1009 for a bad name; throws KS1003 outside a cluster.
 */
export class Namespace extends Construct implements INamespace {
  /** Name of the namespace. */
  readonly name: string;

  /** @param scope the cluster, or a Unit in it */
  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, id);
    this.name = clusterNamespace(this, id, props).name;
    markNamespace(this, this.name);
    if (!parseProps(this, schema, props)) return;
    const { podSecurity = 'restricted', quota, limits, annotations } = props;
    new ApiObject(this, 'namespace', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: { 'pod-security.kubernetes.io/enforce': podSecurity, ...props.labels },
        ...(annotations && { annotations }),
      },
    });
    if (quota) addQuota(this, quota);
    if (limits) addLimits(this, limits);
    if (props.aliases) addAliases(this, ...props.aliases);
  }

  /** A namespace that something else creates. Reports KS1001 for a wrong prop; throws KS1003 outside a cluster. */
  static existing(scope: Construct, id: string, props: ExistingNamespaceProps = {}): INamespace {
    return new ExistingNamespace(scope, id, props);
  }
}

class ExistingNamespace extends Construct implements INamespace {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ExistingNamespaceProps) {
    super(scope, id);
    const { name, cluster } = clusterNamespace(this, id, props);
    this.name = name;
    markNamespace(this, name);
    cluster.externalNamespaces.add(name);
    parseProps(this, existingSchema, props);
  }
}

function clusterNamespace(
  construct: Construct,
  id: string,
  props: { readonly name?: string },
): { readonly name: string; readonly cluster: ClusterScope } {
  const cluster = ClusterScope.tryOf(construct);
  if (!cluster) throw errorAt(construct, 'KS1003', 'a namespace is outside a cluster', { fix: 'create it under a Cluster' });
  const name: unknown = props?.name;
  return { cluster, name: typeof name === 'string' && name !== '' ? name : id };
}
