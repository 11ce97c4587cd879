import { ApiObject } from 'cdk8s';
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
import { fileData } from './files.ts';
import { httpRouteSpec, ingressSpec, networkPolicySpec, servicePort, serviceSpec } from './network.ts';
import { PlusTarget } from './plus-target.ts';
import { podMetadata, podSpec } from './pod.ts';
import { autoscalerSpec, disruptionBudgetSpec, strategy } from './scaling.ts';

/**
 * A stateless application: a Deployment with a ServiceAccount, a Service and a NetworkPolicy for its ports and, where it asks
 * for them, an Ingress or HTTPRoute, a HorizontalPodAutoscaler, a PodDisruptionBudget, a ConfigMap and claims. Constructs of
 * cdk8s-plus take it where they take a Deployment: as selector, peer, subject and target of an autoscaler.
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
  readonly #deployment: ApiObject | undefined;
  #spec: { replicas?: number } = {};
  #pod: Record<string, unknown> = {};
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
    this.#deployment = this.#createWorkload(parsed);
    this.node.defaultChild = this.#deployment;
    useSecrets(this, this.#deployment, secretsOf(parsed));
    this.#createNetwork(parsed);
    this.#createStorage(parsed);
  }

  /** The Deployment, for `patch`, `merge` and `statusOf`. Throws KS1001 when there is none, since a prop is wrong. */
  get deployment(): ApiObject {
    if (!this.#deployment) throw errorAt(this, 'KS1001', 'there is no Deployment, since a prop is wrong');
    return this.#deployment;
  }

  /** Lets the pods use the API of Kubernetes; a Role does it when it is granted. */
  mountServiceAccountToken(): void {
    this.#pod['automountServiceAccountToken'] = true;
  }

  /** Leaves the number of replicas to an autoscaler. */
  override markHasAutoscaler(): void {
    super.markHasAutoscaler();
    delete this.#spec.replicas;
  }

  #object(id: string, apiVersion: string, kind: string, body: object, metadata: object = {}): ApiObject {
    return new ApiObject(this, id, { apiVersion, kind, metadata: { name: this.name, ...metadata }, ...body });
  }

  #createWorkload(props: AppProps): ApiObject {
    const labels = selectorLabels(this);
    this.#pod = podSpec(props, this.name, labels);
    const spec = {
      replicas: props.replicas ?? 1,
      selector: { matchLabels: labels },
      ...strategy(props),
      template: { metadata: podMetadata(this, props, labels), spec: this.#pod },
    };
    this.#spec = spec;
    if (props.autoscale) this.markHasAutoscaler();
    const deployment = this.#object('deployment', 'apps/v1', 'Deployment', { spec });
    const annotations = props.serviceAccountAnnotations;
    this.#object('service-account', 'v1', 'ServiceAccount', { automountServiceAccountToken: false }, annotations && { annotations });
    if (props.autoscale)
      this.#object('autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', { spec: autoscalerSpec(this.name, props.autoscale) });
    if (isReplicated(props) || props.maxUnavailable !== undefined)
      this.#object('disruption-budget', 'policy/v1', 'PodDisruptionBudget', { spec: disruptionBudgetSpec(labels, props.maxUnavailable) });
    return deployment;
  }

  #createNetwork(props: AppProps): void {
    const labels = selectorLabels(this);
    const { ingress, route, serviceAnnotations: annotations } = props;
    if (portsOf(props).length > 0)
      this.#object('service', 'v1', 'Service', { spec: serviceSpec(props, labels) }, annotations && { annotations });
    this.#object('network-policy', 'networking.k8s.io/v1', 'NetworkPolicy', { spec: networkPolicySpec(props, labels) });
    if (ingress) {
      const metadata = ingress.annotations && { annotations: ingress.annotations };
      this.#object('ingress', 'networking.k8s.io/v1', 'Ingress', { spec: ingressSpec(this.name, props, ingress) }, metadata);
    }
    if (route) this.#object('route', 'gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: httpRouteSpec(this.name, props, route) });
  }

  #createStorage({ files, volumes = {} }: AppProps): void {
    if (files) this.#object('files', 'v1', 'ConfigMap', { data: fileData(files) }, { name: `${this.name}-files` });
    for (const [id, { newClaim }] of Object.entries(volumes)) {
      if (newClaim)
        this.#object(`claim-${id}`, 'v1', 'PersistentVolumeClaim', { spec: claimSpec(newClaim) }, { name: `${this.name}-${id}` });
    }
  }
}

/** Every secret that the containers and volumes of an application read. */
function secretsOf({ env = {}, volumes = {}, initContainers = [], sidecars = [] }: AppProps): SecretHandle[] {
  const variables = [env, ...[...initContainers, ...sidecars].map((container) => container.env ?? {})].flatMap((one) => Object.values(one));
  return secretHandles([...variables, ...Object.values(volumes).map((volume) => volume.secret)]);
}
