import { kubeEnv } from '../platform/env.ts';
import { kubeProbe } from '../platform/probes.ts';
import { containerSecurityContext, podSecurityContext } from '../platform/security-context.ts';
import { claimSpec } from '../platform/volumes.ts';
import type { ModelServerProps } from './model-server-props.ts';
import { defaultImage, vllmArguments } from './vllm-flags.ts';
import { sharedMemoryOf, vllmResources } from './vllm-resources.ts';

const CACHE = '/var/cache/model';
/** Seconds between the end of new requests and the end of the server: load balancers and endpoints need them to notice. */
const LEAVE_SECONDS = 15;
/** Seconds that vLLM gets to end after the last request. */
const END_SECONDS = 15;
/**
 * The user `vllm` of the image. PyTorch asks for the name of its user and ends when there is none; for an image without that
 * user the variable USER gives one. Source: vllm-project/vllm docker/Dockerfile, issue 44548.
 */
const SECURITY = { runAsUser: 2000, readOnlyRootFilesystem: false };

/**
 * The pod spec of a vLLM server.
 *
 * Sources: vLLM docs, "Deployment / Kubernetes" (shared memory, probes); KServe v0.20.0
 * config/llmisvcconfig/config-llm-template.yaml (preStop 15 s before the shutdown time-out, probes); llm-d
 * components/graceful-shutdown. The root file system stays writable: nvidia-cdi-hook writes to it.
 */
export function vllmPod(props: ModelServerProps, revision: string, port: number): Record<string, unknown> {
  const { pool, drainSeconds = 30, startupMinutes = 30 } = props;
  const health = (timings: object) => kubeProbe({ http: '/health', port: 'http', ...timings }, port);
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: pool.nodeSelector,
    tolerations: pool.tolerations,
    ...(props.priorityClass !== undefined && { priorityClassName: props.priorityClass }),
    securityContext: podSecurityContext(SECURITY),
    terminationGracePeriodSeconds: LEAVE_SECONDS + drainSeconds + END_SECONDS,
    containers: [
      {
        name: 'vllm',
        image: props.image ?? defaultImage,
        command: ['vllm', 'serve'],
        args: vllmArguments(props, revision, port, drainSeconds),
        env: kubeEnv({
          HF_HOME: `${CACHE}/huggingface`,
          HOME: `${CACHE}/home`,
          USER: 'vllm',
          VLLM_CACHE_ROOT: `${CACHE}/vllm`,
          ...(props.token && { HF_TOKEN: props.token }),
          ...props.env,
        }),
        ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
        resources: vllmResources(props),
        startupProbe: health({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: startupMinutes * 6 }),
        readinessProbe: health({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
        livenessProbe: health({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
        lifecycle: { preStop: { sleep: { seconds: LEAVE_SECONDS } } },
        securityContext: containerSecurityContext(SECURITY),
        volumeMounts: [
          { name: 'model-cache', mountPath: CACHE },
          { name: 'shared-memory', mountPath: '/dev/shm' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'model-cache', ...cacheVolume(props) },
      { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: `${sharedMemoryOf(props)}Gi` } },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

function cacheVolume({ cache = {} }: ModelServerProps): Record<string, unknown> {
  const { size, storageClass, claim } = cache;
  if (claim !== undefined) return { persistentVolumeClaim: { claimName: claim } };
  if (size === undefined) return { emptyDir: {} };
  if (storageClass === undefined) return { emptyDir: { sizeLimit: size } };
  return { ephemeral: { volumeClaimTemplate: { spec: claimSpec({ size, storageClass }) } } };
}
