import { z } from 'zod';
import { compareQuantities } from '../../facts/kubernetes/quantity.ts';
import type { Referable } from '../../synth/reference/reference.ts';
import { bytesQuantity, cpuQuantity } from './quantity.ts';
import type { Shape } from './schemas.ts';

/** What a container asks for, and how much it may use at most. */
export interface ResourceProps {
  /** CPU that is reserved: cores (`'2'`) or thousandths of one (`'250m'`). @default - none */
  readonly cpu?: Referable<string>;
  /** Memory that is reserved, with its unit (`'64Mi'`). @default - none */
  readonly memory?: Referable<string>;
  /** CPU above which the container is slowed down. @default - none: a limit slows down even on an idle node */
  readonly cpuLimit?: Referable<string>;
  /** Memory above which the container is ended. @default - the reserved memory: what is above it may be gone at any time */
  readonly memoryLimit?: Referable<string>;
  /** Disk for logs, the writable layer and emptyDirs that is reserved, with its unit. @default - none */
  readonly storage?: Referable<string>;
  /** Disk above which the pod is evicted, with its unit. @default - none */
  readonly storageLimit?: Referable<string>;
}

/** Requests and limits in Kubernetes' form. */
export interface KubeResources {
  readonly requests?: Readonly<Record<string, Referable<string>>>;
  readonly limits?: Readonly<Record<string, Referable<string>>>;
}

const PAIRS = [
  ['cpu', 'cpuLimit'],
  ['memory', 'memoryLimit'],
  ['storage', 'storageLimit'],
] as const;

/** Checks {@link ResourceProps}; a request above its limit is refused. */
export const resourceSchema = z
  .strictObject({
    cpu: cpuQuantity.optional(),
    memory: bytesQuantity.optional(),
    cpuLimit: cpuQuantity.optional(),
    memoryLimit: bytesQuantity.optional(),
    storage: bytesQuantity.optional(),
    storageLimit: bytesQuantity.optional(),
  } satisfies Shape<ResourceProps>)
  .superRefine((props, context) => {
    for (const [request, limit] of PAIRS) {
      if ((compareQuantities(props[request], props[limit]) ?? 0) > 0) {
        context.addIssue({ code: 'custom', path: [request], message: `at most ${limit}, which is ${String(props[limit])}` });
      }
    }
  });

/** Requests and limits of a container; undefined when there are none. */
export function kubeResources(props: ResourceProps): KubeResources | undefined {
  const requests = present({ cpu: props.cpu, memory: props.memory, 'ephemeral-storage': props.storage });
  const limits = present({ cpu: props.cpuLimit, memory: props.memoryLimit ?? props.memory, 'ephemeral-storage': props.storageLimit });
  return requests || limits ? { ...(requests && { requests }), ...(limits && { limits }) } : undefined;
}

function present(values: Record<string, Referable<string> | undefined>): Record<string, Referable<string>> | undefined {
  const entries = Object.entries(values).filter((entry): entry is [string, Referable<string>] => entry[1] !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
