import { Construct, type IConstruct } from 'constructs';
import type { ManifestPool } from '../assembly/schema.ts';

const CLUSTER = Symbol.for('keelson.cluster');

/** What a Kubernetes object lives in: every object of a cluster is created under it. */
export interface ICluster extends IConstruct {
  /** Name of the cluster: its construct id. */
  readonly name: string;
  /** Kubernetes version, `major.minor`. */
  readonly version: string;
}

/** Base class of the cluster constructs. */
export abstract class ClusterScope extends Construct implements ICluster {
  abstract readonly name: string;
  abstract readonly version: string;
  /** Kinds whose definitions are no objects of this program. @internal */
  readonly externalKinds = new Map<string, ExternalKind>();
  /** Namespaces that something else than this program creates. @internal */
  readonly externalNamespaces = new Set<string>();
  /** Constructs whose units create a namespace while they are applied, by its name. @internal */
  readonly namespaceProviders = new Map<string, IConstruct>();
  /** What makes the cluster, and lets somebody in: nothing can be applied to it before. @internal */
  readonly prerequisites = new Set<IConstruct>();
  /** What Terraform does in the cluster itself, as a release of helm: it too comes after the prerequisites. @internal */
  readonly releases = new Set<IConstruct>();
  /** Pools of its nodes, by name. Filled by recordPool. @internal */
  readonly pools = new Map<string, ManifestPool>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, CLUSTER, { value: true });
  }

  /** Brand check. */
  static is(construct: unknown): construct is ClusterScope {
    return typeof construct === 'object' && construct !== null && CLUSTER in construct;
  }

  /** The cluster that a construct is in, if it is in one. */
  static tryOf(construct: IConstruct): ClusterScope | undefined {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) if (ClusterScope.is(scope)) return scope;
    return undefined;
  }
}

/** A kind whose definition is no object of this program. */
export interface ExternalKind {
  readonly group: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** The construct whose unit installs it while it is applied; undefined for what this program does not install. */
  readonly provider?: IConstruct;
}
