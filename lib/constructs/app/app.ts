import { ApiObject } from 'cdk8s';
import type { Container, Deployment, Ingress, Service, ServiceAccount } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { markComponent, selectorLabels } from '../../synth/labels.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import { parseProps } from '../../synth/props.ts';
import type { SecretHandle } from '../../synth/secret-handle.ts';
import { errorAt } from '../../synth/state.ts';
import { secretHandles } from '../platform/env.ts';
import { useSecrets } from '../platform/secret-use.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';
import { claimSpec } from '../platform/volumes.ts';
import { isReplicated } from './app-checks.ts';
import type { AppProps } from './app-props.ts';
import { appSchema } from './app-schema.ts';
import { portsOf } from './containers.ts';
import { httpRouteSpec, networkPolicySpec, servicePort } from './network.ts';
import { createAutoscaler } from './plus/autoscaler.ts';
import { createFiles, createServiceAccount } from './plus/config.ts';
import { createDeployment } from './plus/deployment.ts';
import { createIngress, createService } from './plus/service.ts';
import { PlusTarget } from './plus/target.ts';
import { plusVolumes } from './plus/volumes.ts';
import { disruptionBudgetSpec } from './scaling.ts';

/**
 * A stateless application: a Deployment with a ServiceAccount, a Service and a NetworkPolicy for its ports and, where it asks
 * for them, an Ingress or HTTPRoute, a HorizontalPodAutoscaler, a PodDisruptionBudget, a ConfigMap and claims. Constructs of
 * cdk8s-plus take it where they take a Deployment: as selector, peer, subject and target of an autoscaler; and its Deployment,
 * ServiceAccount, Service and Ingress are constructs of cdk8s-plus, which a program may extend.
 */
export class App extends PlusTarget implements IServiceAccountUser {
  /** Name of the objects. */
  readonly name: string;
  /** Namespace of the objects. */
  readonly namespace: string;
  /** Name of the ServiceAccount, which is the application's own. */
  readonly serviceAccountName: string;
  /** Host name of the Service in the cluster. */
  readonly host: string;
  /** Port of the Service; the first of several. 0 without a port. */
  readonly port: number;
  /** URL of the Service in the cluster, with the port unless it is 80. */
  readonly url: string;
  /** The Service of its ports; undefined without a port. */
  readonly service: Service | undefined;
  /** The Ingress that it asked for, if it did. */
  readonly ingress: Ingress | undefined;
  readonly #workload: { readonly deployment: Deployment; readonly serviceAccount: ServiceAccount } | undefined;
  #hasToken = false;
  /** @internal */
  readonly fixedReplicas: number | undefined;

  /**
   * Reports KS1001 for a wrong prop, KS1003 for a secret of another namespace. Throws KS1003 outside a cluster.
   * @param scope a Namespace, a Unit, or the cluster
   */
  constructor(scope: Construct, id: string, props: AppProps) {
    super(scope, id);
    if (!ClusterScope.tryOf(this))
      throw errorAt(this, 'KS1003', `the application ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    this.name = typeof props?.name === 'string' ? props.name : id;
    this.namespace = namespaceOf(this);
    this.serviceAccountName = this.name;
    this.host = `${this.name}.${this.namespace}.svc.cluster.local`;
    markComponent(this, this.name);
    const parsed = parseProps(this, appSchema, props) as AppProps | undefined;
    const [first] = parsed ? portsOf(parsed) : [];
    this.port = first ? servicePort(first) : 0;
    this.url = `http://${this.host}${this.port === 80 || this.port === 0 ? '' : `:${this.port}`}`;
    this.fixedReplicas = parsed?.replicas;
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    const serviceAccount = createServiceAccount(this, parsed);
    const volumes = plusVolumes(this, parsed, parsed.files && createFiles(this, parsed.files));
    const deployment = createDeployment(this, parsed, { serviceAccount, volumes, hasToken: () => this.#hasToken });
    this.#workload = { deployment, serviceAccount };
    const object = ApiObject.of(deployment);
    this.node.defaultChild = object;
    useSecrets(this, object, secretsOf(parsed));
    this.service = first && createService(this, parsed, deployment);
    this.ingress = this.service && parsed.ingress && createIngress(this, parsed, this.service, parsed.ingress);
    if (parsed.autoscale) createAutoscaler(this, deployment, parsed.autoscale);
    this.#createOwnObjects(parsed);
  }

  /**
   * The Deployment, to extend with what cdk8s-plus offers (`addVolume`, `scheduling`, `connections`), and for `patch`, `merge`
   * and `statusOf`. Throws KS1001 when there is none, since a prop is wrong.
   */
  get deployment(): Deployment {
    return this.#made('Deployment').deployment;
  }

  /** The ServiceAccount, which other workloads may share. Throws KS1001 when there is none, since a prop is wrong. */
  get serviceAccount(): ServiceAccount {
    return this.#made('ServiceAccount').serviceAccount;
  }

  /** Lets the pods use the API of Kubernetes; a Role does it when it is granted. */
  mountServiceAccountToken(): void {
    this.#hasToken = true;
  }

  /** Leaves the number of replicas to an autoscaler. */
  override markHasAutoscaler(): void {
    super.markHasAutoscaler();
    if (this.#workload) this.#workload.deployment.hasAutoscaler = true;
  }

  /** The containers of the Deployment, without init containers; none when a prop is wrong. */
  get containers(): Container[] {
    return this.#workload?.deployment.containers ?? [];
  }

  #made(kind: string) {
    if (!this.#workload) throw errorAt(this, 'KS1001', `there is no ${kind}, since a prop is wrong`);
    return this.#workload;
  }

  /** What cdk8s-plus has no construct for, or none that can hold it: named ports, sizes as they are given, newer kinds. */
  #createOwnObjects(props: AppProps): void {
    const labels = selectorLabels(this);
    const { route, volumes = {} } = props;
    const object = (id: string, apiVersion: string, kind: string, spec: object, name = this.name) =>
      new ApiObject(this, id, { apiVersion, kind, metadata: { name }, spec });
    object('network-policy', 'networking.k8s.io/v1', 'NetworkPolicy', networkPolicySpec(props, labels));
    if (route) object('route', 'gateway.networking.k8s.io/v1', 'HTTPRoute', httpRouteSpec(this.name, props, route));
    if (isReplicated(props) || props.maxUnavailable !== undefined)
      object('disruption-budget', 'policy/v1', 'PodDisruptionBudget', disruptionBudgetSpec(labels, props.maxUnavailable));
    for (const [id, { newClaim }] of Object.entries(volumes))
      if (newClaim) object(`claim-${id}`, 'v1', 'PersistentVolumeClaim', claimSpec(newClaim), `${this.name}-${id}`);
  }
}

/** Every secret that the containers and volumes of an application read. */
function secretsOf({ env = {}, volumes = {}, initContainers = [], sidecars = [] }: AppProps): SecretHandle[] {
  const variables = [env, ...[...initContainers, ...sidecars].map((container) => container.env ?? {})].flatMap((one) => Object.values(one));
  return secretHandles([...variables, ...Object.values(volumes).map((volume) => volume.secret)]);
}
