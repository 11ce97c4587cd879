import { ApiObject } from 'cdk8s';
import {
  type EksCluster,
  type IGpuNodePool,
  ModelServer,
  type ModelServerProps,
  Namespace,
  patch,
  Secret,
  type SecretHandle,
} from 'keelson';
import { closeNamespace } from './closed.ts';
import { CLASSES } from './cluster.ts';
import { addEmbeddings } from './embeddings.ts';
import { EDGE } from './gateway.ts';
import { MONITORING, PROMETHEUS } from './monitoring.ts';
import type { Pools } from './pools.ts';
import type { Registry } from './registry.ts';
import type { Secrets } from './secrets.ts';
import type { ModelName, ServingPool, Stage } from './stage.ts';

/** What the models are, whatever the stage: their weights, and the GPUs that share them. */
interface Model extends Pick<ModelServerProps, 'tensorParallel' | 'cache' | 'startupMinutes'> {
  readonly model: ModelServerProps['model'];
  readonly pool: ServingPool;
  readonly gated?: true;
}

const MODELS: Readonly<Record<ModelName, Model>> = {
  'qwen3-8b': { model: 'Qwen/Qwen3-8B', pool: 'l40s', cache: { size: '60Gi' } },
  'llama-3-8b': { model: 'meta-llama/Llama-3.1-8B-Instruct', pool: 'l40s', cache: { size: '60Gi' }, gated: true },
  'qwen3-14b': { model: 'Qwen/Qwen3-14B', pool: 'l40s', cache: { size: '90Gi' } },
  'qwen3-32b': { model: 'Qwen/Qwen3-32B', pool: 'h100', tensorParallel: 2, cache: { size: '160Gi' } },
  'llama-3-70b': {
    model: 'meta-llama/Llama-3.3-70B-Instruct',
    pool: 'h200',
    tensorParallel: 4,
    cache: { size: '320Gi' },
    startupMinutes: 60,
    gated: true,
  },
};

export type Models = Partial<Readonly<Record<ModelName, ModelServer>>>;

export function addModels(
  cluster: EksCluster,
  stage: Stage,
  { pools, secrets, registry }: { readonly pools: Pools; readonly secrets: Secrets; readonly registry: Registry },
): Models {
  const serving = new Namespace(cluster, 'serving', { quota: { pods: 100 }, limits: { cpu: '100m', memory: '256Mi' } });
  closeNamespace(serving);
  let token: SecretHandle | undefined;
  const servers: Partial<Record<ModelName, ModelServer>> = {};
  for (const [name, { maxReplicas, ...size }] of Object.entries(stage.models)) {
    const { gated, pool, ...model } = MODELS[name as ModelName];
    if (gated) token ??= Secret.fromSecretsManager(serving, 'hugging-face', { secretId: secrets.huggingFace });
    const server = new ModelServer(serving, name, {
      ...model,
      ...size,
      image: registry.vllm,
      priorityClass: 'serving',
      dependsOn: [cluster.node.findChild(CLASSES)],
      pool: pools[pool] as IGpuNodePool,
      ...(gated && token && { token }),
      allowFrom: { namespaces: ['shop', 'evaluation', MONITORING], cidrs: [stage.network.cidr] }, // the load balancer is in the network
    });
    scaleByQueue(server, size.replicas, maxReplicas);
    routeTo(server, stage);
    servers[name as ModelName] = server;
  }
  addEmbeddings(serving, pools.l40s as IGpuNodePool, stage, registry.vllm);
  return servers;
}

/** More replicas when requests wait; none goes while an hour may still need it, since it takes minutes to come back. */
function scaleByQueue(server: ModelServer, min: number, max: number): void {
  patch(server.node.findChild('deployment'), { op: 'remove', path: '/spec/replicas' }); // the scaler's from now on
  new ApiObject(server, 'scaler', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: server.name },
    spec: {
      scaleTargetRef: { name: server.name },
      minReplicaCount: min,
      maxReplicaCount: max,
      fallback: { failureThreshold: 3, replicas: min, behavior: 'currentReplicasIfHigher' }, // Prometheus is away
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: { scaleDown: { stabilizationWindowSeconds: 3600, policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] } },
        },
      },
      triggers: [
        {
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: {
            serverAddress: PROMETHEUS,
            query: `sum(vllm:num_requests_waiting{namespace="${server.namespace}", pod=~"${server.name}-.+"})`,
            threshold: '4',
          },
        },
      ],
    },
  });
}

/** For those who are inside: https://<model>.<domain>/v1, once its replicas answer. */
function routeTo(server: ModelServer, stage: Stage): void {
  new ApiObject(server, 'route', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: server.name },
    spec: {
      parentRefs: [{ name: 'inside', namespace: EDGE, sectionName: 'https' }],
      hostnames: [`${server.name}.${stage.domain}`],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/v1' } }], backendRefs: [{ name: server.name, port: server.port }] }],
    },
  });
  new ApiObject(server, 'targets', {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'TargetGroupConfiguration',
    metadata: { name: server.name },
    spec: {
      targetReference: { kind: 'Service', name: server.name },
      defaultConfiguration: {
        targetType: 'ip',
        healthCheckConfig: { healthCheckPath: '/health', healthCheckInterval: 15, healthyThresholdCount: 2 },
        targetGroupAttributes: [{ key: 'load_balancing.algorithm.type', value: 'least_outstanding_requests' }],
      },
    },
  });
}
