import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { addAliases } from '../../synth/aliases.ts';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { finishLast } from '../../synth/kubernetes/finish.ts';
import { markComponent, selectorLabels } from '../../synth/labels.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import { parseProps } from '../../synth/props.ts';
import { errorAt } from '../../synth/state.ts';
import { hasRoom } from '../gpu/pool-demand.ts';
import { secretHandles } from '../platform/env.ts';
import { DNS, kubePeers, type Peers } from '../platform/peers.ts';
import { useSecrets } from '../platform/secret-use.ts';
import type { IServiceAccountUser } from '../platform/service-account.ts';
import { topologySpread } from '../platform/spread.ts';
import { checkModel, claimGpus } from './model-checks.ts';
import type { ModelServerProps } from './model-server-props.ts';
import { modelServerSchema } from './model-server-schema.ts';
import { lockedRevision } from './models-lock.ts';
import { gpusOf } from './vllm-flags.ts';
import { vllmPod } from './vllm-pod.ts';

export type { ModelCache, ModelServerProps } from './model-server-props.ts';

const PORT = 8000;

/**
 * Serves one model with vLLM on the GPUs of a pool, behind the API of OpenAI: a Deployment with a Service, a ServiceAccount,
 * a NetworkPolicy and, for several replicas, a PodDisruptionBudget.
 */
export class ModelServer extends Construct implements IServiceAccountUser {
  /** Name of the objects. */
  readonly name: string;
  readonly namespace: string;
  /** Host name of the Service in the cluster. */
  readonly host: string;
  /** Port of the Service. */
  readonly port = PORT;
  /** Base URL of the API of OpenAI in the cluster, with `/v1`. */
  readonly url: string;
  readonly serviceAccountName: string;

  /**
   * Reports KS1001 for a wrong prop, KS1003 for a secret of another namespace, KS2001 when the pool has too few GPUs, KS2002
   * when models.lock lacks the model, KS2003 when vLLM can not serve it so, KS2004 for a gated model without a token. Throws
   * KS1003 outside a cluster.
   */
  constructor(scope: Construct, id: string, props: ModelServerProps) {
    super(scope, id);
    if (!ClusterScope.tryOf(this))
      throw errorAt(this, 'KS1003', `the model server ${id} is outside a cluster`, { fix: 'create it under a Cluster' });
    this.name = typeof props?.name === 'string' ? props.name : id;
    this.namespace = namespaceOf(this);
    this.host = `${this.name}.${this.namespace}.svc.cluster.local`;
    this.url = `http://${this.host}:${PORT}/v1`;
    this.serviceAccountName = this.name;
    markComponent(this, this.name);
    const parsed = parseProps(this, modelServerSchema, props) as ModelServerProps | undefined;
    if (!parsed) return;
    if (parsed.aliases) addAliases(this, ...parsed.aliases);
    if (parsed.dependsOn) this.node.addDependency(...parsed.dependsOn);
    checkModel(this, parsed);
    claimGpus(this, parsed);
    useSecrets(this, this, secretHandles([parsed.token, ...Object.values(parsed.env ?? {})]));
    const revision = lockedRevision(this, parsed.model);
    if (revision !== undefined) this.#create(parsed, revision);
  }

  #create(props: ModelServerProps, revision: string): void {
    const { replicas = 1, pool, allowFrom, allowTo } = props;
    const labels = selectorLabels(this);
    const object = (id: string, apiVersion: string, kind: string, body: object): ApiObject =>
      new ApiObject(this, id, { apiVersion, kind, metadata: { name: this.name, labels }, ...body });
    // A full pool has no GPU for a new pod beside the old one, and a surge would wait for ever. Only at the end is it known who uses it.
    const rollingUpdate = Lazy.any({
      produce: () =>
        hasRoom(pool, { name: this.name, replicas: 1, gpus: gpusOf(props) })
          ? { maxSurge: 1, maxUnavailable: 0 }
          : { maxSurge: 0, maxUnavailable: 1 },
    });
    object('deployment', 'apps/v1', 'Deployment', {
      spec: {
        replicas,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate },
        progressDeadlineSeconds: (props.startupMinutes ?? 30) * 60 + 600,
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: this.serviceAccountName,
            ...(replicas > 1 && { topologySpreadConstraints: topologySpread(labels, 'soft') }),
            ...vllmPod(props, revision, PORT),
          },
        },
      },
    });
    object('service', 'v1', 'Service', {
      spec: { selector: labels, ports: [{ name: 'http', port: PORT, targetPort: 'http', protocol: 'TCP' }] },
    });
    object('service-account', 'v1', 'ServiceAccount', { automountServiceAccountToken: false });
    const policy = (from: Peers | 'cluster') => ({
      podSelector: { matchLabels: labels },
      policyTypes: allowTo ? ['Ingress', 'Egress'] : ['Ingress'],
      ingress: [{ from: kubePeers(from), ports: [{ port: 'http', protocol: 'TCP' }] }],
      ...(allowTo && { egress: [{ to: kubePeers(allowTo) }, DNS] }),
    });
    const network = object('network-policy', 'networking.k8s.io/v1', 'NetworkPolicy', { spec: policy(allowFrom ?? {}) });
    // Who uses it within the program is said by the program: their objects hold its host.
    if (allowFrom !== 'cluster')
      finishLast(network, (output, users) => {
        const namespaces = [...new Set([...(allowFrom?.namespaces ?? []), ...users(this.name, this.namespace)])];
        return { ...output, spec: policy({ ...allowFrom, namespaces }) };
      });
    if (replicas > 1)
      object('pod-disruption-budget', 'policy/v1', 'PodDisruptionBudget', {
        spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      });
  }
}
