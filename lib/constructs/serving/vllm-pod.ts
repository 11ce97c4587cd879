import { findImage, imageReference } from '../../facts/images/images.ts';
import { kubeEnv, kubeEnvValue } from '../platform/env.ts';
import { kubeProbe } from '../platform/probes.ts';
import { containerSecurityContext, podSecurityContext } from '../platform/security-context.ts';
import { kubeVolume } from '../platform/volumes.ts';
import type { ModelServerProps } from './model-server-props.ts';

const CACHE = '/var/cache/model';
/** Seconds between the end of new requests and the end of the server: load balancers and endpoints need them to notice. */
const LEAVE_SECONDS = 15;
/** Seconds that vLLM gets to end after the last request. */
const END_SECONDS = 15;

/**
 * The pod spec of a vLLM server.
 *
 * Sources: vLLM docs, "Deployment / Kubernetes" (shared memory, probes); KServe v0.20.0
 * config/llmisvcconfig/config-llm-template.yaml (preStop 15 s before the shutdown time-out, probes); llm-d
 * components/graceful-shutdown. The root file system stays writable: nvidia-cdi-hook writes to it.
 */
export function vllmPod(props: ModelServerProps, revision: string, port: number): Record<string, unknown> {
  const { pool, tensorParallel: gpus = 1, sharedMemoryGiB = gpus > 1 ? 8 : 2, drainSeconds = 30, startupMinutes = 30 } = props;
  const { cpu = `${4 * gpus}`, memory = `${24 * gpus}Gi`, cacheClaim, cacheSize } = props;
  const security = { readOnlyRootFilesystem: false };
  const health = (timings: object) => kubeProbe({ http: '/health', port: 'http', ...timings }, port);
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: pool.nodeSelector,
    tolerations: pool.tolerations,
    securityContext: podSecurityContext(security),
    terminationGracePeriodSeconds: LEAVE_SECONDS + drainSeconds + END_SECONDS,
    containers: [
      {
        name: 'vllm',
        image: props.image ?? defaultImage(),
        command: ['vllm', 'serve'],
        args: vllmArguments(props, revision, port, drainSeconds),
        env: [
          { name: 'HF_HOME', value: `${CACHE}/huggingface` },
          { name: 'HOME', value: `${CACHE}/home` },
          { name: 'VLLM_CACHE_ROOT', value: `${CACHE}/vllm` },
          ...(props.token ? [{ name: 'HF_TOKEN', ...kubeEnvValue(props.token) }] : []),
          ...kubeEnv(props.env ?? {}),
        ],
        ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
        resources: { requests: { cpu, memory, [pool.resource]: gpus }, limits: { memory, [pool.resource]: gpus } },
        startupProbe: health({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: startupMinutes * 6 }),
        readinessProbe: health({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
        livenessProbe: health({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
        lifecycle: { preStop: { sleep: { seconds: LEAVE_SECONDS } } },
        securityContext: containerSecurityContext(security),
        volumeMounts: [
          { name: 'model-cache', mountPath: CACHE },
          { name: 'shared-memory', mountPath: '/dev/shm' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      kubeVolume(
        'model-cache',
        cacheClaim === undefined ? { emptyDir: cacheSize === undefined ? {} : { sizeLimit: cacheSize } } : { claim: cacheClaim },
      ),
      kubeVolume('shared-memory', { emptyDir: { medium: 'Memory', sizeLimit: `${sharedMemoryGiB}Gi` } }),
      kubeVolume('tmp', { emptyDir: {} }),
    ],
  };
}

/** Arguments of `vllm serve`. What vLLM would choose by the size of the GPU is given, so that an upgrade changes nothing by itself. */
export function vllmArguments(props: ModelServerProps, revision: string, port: number, drainSeconds: number): string[] {
  return [
    props.model,
    `--revision=${revision}`,
    `--tokenizer-revision=${revision}`,
    `--served-model-name=${props.model}`,
    `--port=${port}`,
    `--max-model-len=${props.context}`,
    `--max-num-seqs=${props.concurrency}`,
    `--tensor-parallel-size=${props.tensorParallel ?? 1}`,
    `--gpu-memory-utilization=${props.gpuMemoryUtilization ?? 0.9}`,
    `--shutdown-timeout=${drainSeconds}`,
    ...(props.args ?? []),
  ];
}

function defaultImage(): string {
  const pin = findImage('vllm-openai');
  return pin ? imageReference(pin) : '';
}
