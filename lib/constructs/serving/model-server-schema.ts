import { z } from 'zod';
import { compareQuantities } from '../../facts/kubernetes/quantity.ts';
import { hasVllmFlag } from '../../facts/vllm/flags.ts';
import { SecretHandle } from '../../synth/secret-handle.ts';
import type { IGpuNodePool } from '../gpu/gpu-pool-ref.ts';
import { envSchema } from '../platform/env.ts';
import { imageSchema } from '../platform/image.ts';
import { peersSchema } from '../platform/peers.ts';
import { bytesQuantity, cpuQuantity } from '../platform/quantity.ts';
import { aliasList, constructs, dnsLabel, objectName, passed, type Shape } from '../platform/schemas.ts';
import type { ModelCache, ModelServerProps } from './model-server-props.ts';
import { defaultVersion, ownFlags } from './vllm-flags.ts';
import { memoryOf, sharedMemoryOf } from './vllm-resources.ts';

const cache = z
  .strictObject({
    size: bytesQuantity.optional(),
    storageClass: objectName.optional(),
    claim: objectName.optional(),
  } satisfies Shape<ModelCache>)
  .superRefine((props, context) => {
    const fail = (path: string, message: string): void => void context.addIssue({ code: 'custom', path: [path], message });
    if (props.claim !== undefined && (props.size !== undefined || props.storageClass !== undefined))
      fail('claim', 'absent when size or storageClass is given: the claim has its own');
    if (props.storageClass !== undefined && props.size === undefined) fail('size', 'given with storageClass');
  });

/** Checks {@link ModelServerProps}. */
export const modelServerSchema = z
  .strictObject({
    model: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be a name such as Qwen/Qwen3-8B'),
    pool: passed<IGpuNodePool>(
      (value) => typeof value === 'object' && value !== null && 'gpusPerNode' in value && 'node' in value,
      'a GpuNodePool',
    ),
    context: z.int().min(1),
    concurrency: z.int().min(1),
    replicas: z.int().min(1).optional(),
    tensorParallel: z.int().min(1).optional(),
    pipelineParallel: z.int().min(1).optional(),
    gpuMemoryUtilization: z.number().gt(0).max(1).optional(),
    maxBatchedTokens: z.int().min(1).optional(),
    image: imageSchema.optional(),
    args: z.array(z.string().min(1)).optional(),
    env: envSchema.optional(),
    token: passed<SecretHandle>(SecretHandle.is, 'a secret handle').optional(),
    startupMinutes: z.int().min(1).optional(),
    drainSeconds: z.int().min(0).optional(),
    cache: cache.optional(),
    sharedMemoryGiB: z.int().min(1).optional(),
    cpu: cpuQuantity.optional(),
    memory: bytesQuantity.optional(),
    allowFrom: z.union([z.literal('cluster'), peersSchema]).optional(),
    allowTo: peersSchema.optional(),
    priorityClass: objectName.optional(),
    name: dnsLabel.optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<ModelServerProps>)
  .superRefine((parsed, context) => {
    const props = parsed as ModelServerProps;
    const fail = (path: (string | number)[], message: string): void => void context.addIssue({ code: 'custom', path, message });
    for (const [index, argument] of (props.args ?? []).entries()) {
      const flag = (argument.split('=', 1)[0] ?? '').replaceAll('_', '-');
      const own = ownFlags.get(flag);
      if (own !== undefined) fail(['args', index], `absent: ${own}`);
      else if (props.image === undefined && hasVllmFlag(flag, defaultVersion) === false)
        fail(['args', index], `absent: vLLM ${defaultVersion} has no ${flag}`);
    }
    if (props.maxBatchedTokens !== undefined && props.maxBatchedTokens < props.concurrency)
      fail(['maxBatchedTokens'], `at least concurrency, which is ${props.concurrency}: each request takes a token of every step`);
    const shared = `${sharedMemoryOf(props)}Gi`;
    if (bytesQuantity.safeParse(memoryOf(props)).success && (compareQuantities(shared, memoryOf(props)) ?? -1) >= 0)
      fail(['sharedMemoryGiB'], `less than memory, which is ${String(memoryOf(props))}: it counts against it`);
  });
