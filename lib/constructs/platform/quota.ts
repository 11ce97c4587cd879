import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import type { Referable } from '../../synth/reference/reference.ts';
import { bytesQuantity, cpuQuantity } from './quantity.ts';
import { type ResourceProps, resourceSchema } from './resources.ts';
import type { Shape } from './schemas.ts';

/** Most that all pods of a namespace may hold together. What is not given is not limited. */
export interface Quota {
  /** CPU of all requests: cores, or thousandths with `m`. @default - unlimited */
  readonly cpu?: Referable<string>;
  /** Memory of all requests, with its unit. @default - unlimited */
  readonly memory?: Referable<string>;
  /** CPU of all limits: cores, or thousandths with `m`; pods without a CPU limit are then refused. @default - unlimited */
  readonly cpuLimit?: Referable<string>;
  /** Memory of all limits, with its unit; pods without a memory limit are then refused. @default - unlimited */
  readonly memoryLimit?: Referable<string>;
  /** Number of NVIDIA GPUs. @default - unlimited */
  readonly gpus?: number;
  /** Number of pods that have not ended. @default - unlimited */
  readonly pods?: number;
  /** Storage of all claims, with its unit. @default - unlimited */
  readonly storage?: Referable<string>;
}

/** Requests and limits that containers get which say nothing themselves. */
export type LimitDefaults = Pick<ResourceProps, 'cpu' | 'memory' | 'cpuLimit' | 'memoryLimit'>;

const count = z.int().min(0);

/** Checks a {@link Quota}. */
export const quotaSchema = z.strictObject({
  cpu: cpuQuantity.optional(),
  memory: bytesQuantity.optional(),
  cpuLimit: cpuQuantity.optional(),
  memoryLimit: bytesQuantity.optional(),
  gpus: count.optional(),
  pods: count.optional(),
  storage: bytesQuantity.optional(),
} satisfies Shape<Quota>);

/** Checks {@link LimitDefaults}. */
export const limitSchema = resourceSchema;

/** Adds the ResourceQuota of a namespace. */
export function addQuota(scope: Construct, quota: Quota): void {
  const hard = {
    'requests.cpu': quota.cpu,
    'requests.memory': quota.memory,
    'limits.cpu': quota.cpuLimit,
    'limits.memory': quota.memoryLimit,
    'requests.nvidia.com/gpu': quota.gpus === undefined ? undefined : String(quota.gpus),
    pods: quota.pods === undefined ? undefined : String(quota.pods),
    'requests.storage': quota.storage,
  };
  new ApiObject(scope, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard } });
}

/** Adds the LimitRange of a namespace. A limit is given only where one is asked for: it would stand below a container's own request. */
export function addLimits(scope: Construct, { cpu, memory, cpuLimit, memoryLimit }: LimitDefaults): void {
  const limits = [{ type: 'Container', defaultRequest: { cpu, memory }, default: { cpu: cpuLimit, memory: memoryLimit } }];
  new ApiObject(scope, 'limits', { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' }, spec: { limits } });
}
