import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { markComponent, selectorLabels } from '../../synth/labels.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import { patch } from '../../synth/patch.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt } from '../../synth/state.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';
import { claimSpec } from '../platform/volumes.ts';
import type { AppProps, PortProps } from './app-props.ts';
import { appSchema } from './app-schema.ts';
import { autoscalerSpec, httpRouteSpec, ingressSpec, networkPolicySpec } from './app-specs.ts';
import { fileKey, podTemplate, portsOf } from './pod.ts';

export type { AllowFrom, AppProps, AutoscaleProps, IngressProps, InitContainerProps, PortProps, RouteProps } from './app-props.ts';

/**
 * A stateless application: a Deployment with a ServiceAccount, a Service and a NetworkPolicy for its ports and, where it asks
 * for them, an Ingress or HTTPRoute, a HorizontalPodAutoscaler, a PodDisruptionBudget, a ConfigMap and claims.
 */
export class App extends Construct implements IServiceAccountUser {
  /** Name of the objects. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** Host name of the Service in the cluster. */
  readonly host: string;
  /** Port of the Service; the first of several. 0 without a port. */
  readonly port: number;
  /** URL of the Service in the cluster, with the port unless it is 80. */
  readonly url: string;
  #deployment: ApiObject | undefined;

  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
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
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    this.#create(parsed);
  }

  mountServiceAccountToken(): void {
    if (this.#deployment) patch(this.#deployment, { op: 'replace', path: '/spec/template/spec/automountServiceAccountToken', value: true });
  }

  #create(props: AppProps): void {
    const labels = selectorLabels(this);
    const ports = portsOf(props);
    const replicated = props.autoscale ? props.autoscale.max > 1 : (props.replicas ?? 1) > 1;
    const object = (id: string, apiVersion: string, kind: string, body: object, metadata: object = {}): ApiObject =>
      new ApiObject(this, id, { apiVersion, kind, metadata: { name: this.name, ...metadata }, ...body });
    this.#deployment = object('deployment', 'apps/v1', 'Deployment', {
      spec: {
        ...(!props.autoscale && { replicas: props.replicas ?? 1 }),
        selector: { matchLabels: labels },
        ...(props.recreate && { strategy: { type: 'Recreate' } }),
        template: podTemplate(props, this.name, labels, replicated),
      },
    });
    object('service-account', 'v1', 'ServiceAccount', { automountServiceAccountToken: false });
    if (ports.length > 0) {
      const servicePorts = ports.map((port) => ({
        name: port.name,
        port: servicePort(port),
        targetPort: port.name,
        protocol: port.protocol ?? 'TCP',
      }));
      object('service', 'v1', 'Service', { spec: { type: props.serviceType ?? 'ClusterIP', selector: labels, ports: servicePorts } });
    }
    object('network-policy', 'networking.k8s.io/v1', 'NetworkPolicy', { spec: networkPolicySpec(props, labels) });
    if (props.autoscale)
      object('autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', { spec: autoscalerSpec(this.name, props.autoscale) });
    if (replicated || props.maxUnavailable !== undefined) {
      object('disruption-budget', 'policy/v1', 'PodDisruptionBudget', {
        spec: { maxUnavailable: props.maxUnavailable ?? 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      });
    }
    if (props.files) {
      const data = Object.fromEntries(Object.entries(props.files).map(([path, text]) => [fileKey(path), text]));
      object('files', 'v1', 'ConfigMap', { data }, { name: `${this.name}-files` });
    }
    for (const [id, { newClaim }] of Object.entries(props.volumes ?? {})) {
      if (newClaim) object(`claim-${id}`, 'v1', 'PersistentVolumeClaim', { spec: claimSpec(newClaim) }, { name: `${this.name}-${id}` });
    }
    const { ingress, route } = props;
    if (ingress)
      object(
        'ingress',
        'networking.k8s.io/v1',
        'Ingress',
        { spec: ingressSpec(this.name, this.port, ingress) },
        ingress.annotations && { annotations: ingress.annotations },
      );
    if (route) object('route', 'gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: httpRouteSpec(this.name, this.port, route) });
  }
}

function servicePort({ port, servicePort: own }: PortProps): number {
  return own ?? port;
}
