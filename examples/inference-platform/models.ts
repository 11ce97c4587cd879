import { type EksCluster, type IGpuNodePool, ModelServer, type ModelServerProps, Namespace, Secret, type SecretHandle } from 'keelson';
import type { Pools } from './pools.ts';
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

export function addModels(cluster: EksCluster, stage: Stage, pools: Pools, secrets: Secrets): Models {
  const serving = new Namespace(cluster, 'serving');
  let token: SecretHandle | undefined;
  const servers: Partial<Record<ModelName, ModelServer>> = {};
  for (const [name, size] of Object.entries(stage.models)) {
    const { gated, pool, ...model } = MODELS[name as ModelName];
    if (gated) token ??= Secret.fromSecretsManager(serving, 'hugging-face', { secretId: secrets.huggingFace });
    const { maxReplicas: _most, ...served } = size;
    servers[name as ModelName] = new ModelServer(serving, name, {
      ...model,
      ...served,
      pool: pools[pool] as IGpuNodePool,
      ...(gated && token && { token }),
      allowFrom: { namespaces: ['shop', 'monitoring'] },
    });
  }
  return servers;
}
