import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addAliases } from '../../../synth/aliases.ts';
import { ClusterScope } from '../../../synth/cluster-scope.ts';
import { provideKinds } from '../../../synth/external.ts';
import { namespaceOf } from '../../../synth/namespace-scope.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import { errorAt } from '../../../synth/state.ts';
import { type AddonProps, addonSchema } from './addon-props.ts';
import { deliverChart } from './chart-delivery.ts';
import { deliverByEks } from './eks-delivery.ts';
import { AddonRole } from './identity.ts';
import { deliverManifests } from './manifests-delivery.ts';
import { deliverByRelease } from './release-delivery.ts';

/**
 * Software of the cluster, in one of four deliveries: an add-on of EKS, a chart that Terraform installs, a chart that is rendered at
 * synth, or vendored manifests. The kinds that it brings may then be used in the cluster, by units that are applied after it.
 */
export class Addon extends Construct {
  /** The cluster that it is in. */
  readonly cluster: ClusterScope;
  #roles: readonly AddonRole[] = [];

  /**
   * Reports KS1001 for a wrong prop and a file that is not there or not safe to read, KS1002 for an object that stands twice, KS9001
   * to KS9009 for a chart that can't be rendered, an EKS add-on that the Kubernetes version does not have, and a reference that the
   * values can't take. Throws KS1003 outside a cluster.
   */
  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    const cluster = ClusterScope.tryOf(this);
    if (!cluster) throw errorAt(this, 'KS1003', `the add-on ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    this.cluster = cluster;
    placeByDefault(this, 'kubernetes', 'addons', cluster);
    const parsed = parseProps(this, addonSchema(), props) as AddonProps | undefined;
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    if (parsed.provides) provideKinds(cluster, this, parsed.provides);
    this.#deliver(cluster, parsed);
  }

  /** Its AWS roles, in the order of `identities`. */
  get roles(): readonly AddonRole[] {
    return this.#roles;
  }

  #deliver(cluster: ClusterScope, props: AddonProps): void {
    const { eks, release, chart, manifests, values, identities = [] } = props;
    const namespace = props.namespace ?? (eks ? 'kube-system' : namespaceOf(this));
    const roles = identities.map((identity) => new AddonRole(this, cluster, identity, namespace));
    this.#roles = roles;
    if (!eks) for (const role of roles) role.associate();
    if (eks) deliverByEks(this, cluster, eks, values, roles);
    else if (release) deliverByRelease(this, cluster, release, values, namespace);
    else if (chart) deliverChart(this, cluster, chart, values, namespace);
    else deliverManifests(this, manifests ?? [], props.digest, props.namespace);
    // Pods get their credentials when they are created, and never later.
    const waiting = this.node.children.filter((child) => ApiObject.isApiObject(child) || child.node.id === 'Resource');
    if (!eks) for (const child of waiting) child.node.addDependency(...roles);
  }
}
