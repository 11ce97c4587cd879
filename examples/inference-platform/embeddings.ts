import { ApiObject } from 'cdk8s';
import type { IGpuNodePool, Namespace } from 'keelson';
import { MONITORING } from './monitoring.ts';
import type { Stage } from './stage.ts';

/** Who asks for embeddings, and who looks after them. */
const CALLERS = ['shop', 'evaluation', MONITORING];
/** BAAI/bge-m3, by its commit. */
const MODEL = 'hf://BAAI/bge-m3:5617a9f61b028005a4858fdac845db406aefb181';

/** Embeddings of texts, by KServe: a runtime that any model of its form takes, and the one service that the shop's search asks. */
export function addEmbeddings(serving: Namespace, pool: IGpuNodePool, stage: Stage, image: string): void {
  new ApiObject(serving, 'runtime', {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'ServingRuntime',
    metadata: { name: 'vllm-pooling' },
    spec: {
      supportedModelFormats: [{ name: 'huggingface', version: '1', autoSelect: false }],
      protocolVersions: ['v2'],
      containers: [
        {
          name: 'kserve-container',
          image,
          command: ['vllm', 'serve', '/mnt/models'],
          args: ['--port=8080', '--runner=pooling', '--served-model-name=bge-m3'],
          ports: [{ name: 'http1', containerPort: 8080, protocol: 'TCP' }],
          resources: { requests: { cpu: '2', memory: '12Gi', 'nvidia.com/gpu': 1 }, limits: { memory: '12Gi', 'nvidia.com/gpu': 1 } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, runAsNonRoot: true, runAsUser: 2000 },
        },
      ],
    },
  });
  new ApiObject(serving, 'embeddings', {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'embeddings', annotations: { 'serving.kserve.io/deploymentMode': 'Standard' } },
    spec: {
      predictor: {
        minReplicas: stage.production ? 2 : 1,
        maxReplicas: stage.production ? 4 : 1,
        nodeSelector: pool.nodeSelector,
        tolerations: pool.tolerations,
        priorityClassName: 'serving',
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        model: { modelFormat: { name: 'huggingface', version: '1' }, runtime: 'vllm-pooling', storageUri: MODEL },
      },
    },
  });
  new ApiObject(serving, 'embeddings-callers', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'embeddings' },
    spec: {
      podSelector: { matchLabels: { 'serving.kserve.io/inferenceservice': 'embeddings' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: CALLERS }] } }],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
    },
  });
}
