import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../core/errors.ts';
import type { JsonMap } from '../../core/fields/maps.ts';
import type { SandboxClient } from '../../sandbox/client/sandbox-client.ts';
import type { SimulatedPod } from './pods.ts';

/** A pod as the API server gives it. */
export interface LivePod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: JsonMap & { readonly nodeName?: string };
  readonly status: {
    readonly nominatedNodeName?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** What became of a pod. */
export interface Placement {
  readonly pod: SimulatedPod;
  /** Name of its node. */
  readonly node?: string;
  /** Why it has none, in the scheduler's or the API server's words. */
  readonly reason?: string;
  readonly live?: LivePod;
}

const FIRST_WAIT_MS = 60_000;
const MS_PER_POD = 100;
/** Polls that must show the same: a pod may still make room for another, and that one move. */
const SAME_POLLS = 3;

/** Creates pods one after the other and waits until the scheduler decided on each. Throws KS8109 when it does not in time. */
export async function schedule(client: SandboxClient, pods: readonly SimulatedPod[], signal?: AbortSignal): Promise<Placement[]> {
  const refused = new Map<string, string>();
  const always = pods.filter((pod) => !pod.surge);
  const surging = pods.filter((pod) => pod.surge);
  let live: ReadonlyMap<string, LivePod> = new Map();
  // What always runs is there before a rollout begins.
  for (const group of [always, surging]) {
    for (const pod of group) {
      signal?.throwIfAborted();
      const answer = await client.request('POST', `/api/v1/namespaces/${pod.namespace}/pods`, pod.manifest);
      if (answer.status >= 300)
        refused.set(keyOf(pod), (answer.body as { readonly message?: string } | undefined)?.message ?? String(answer.status));
    }
    if (group.length > 0) live = await untilDecided(client, pods.length, signal);
  }
  return pods.map((pod): Placement => {
    const key = keyOf(pod);
    const refusal = refused.get(key);
    if (refusal !== undefined) return { pod, reason: `the API server refuses it: ${refusal}` };
    const one = live.get(key);
    if (!one) return { pod, reason: 'a pod of higher priority takes its place' };
    if (one.spec.nodeName !== undefined) return { pod, node: one.spec.nodeName, live: one };
    return { pod, reason: unschedulable(one)?.message ?? 'the scheduler gives no reason' };
  });
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

async function untilDecided(client: SandboxClient, count: number, signal: AbortSignal | undefined): Promise<ReadonlyMap<string, LivePod>> {
  const deadline = performance.now() + FIRST_WAIT_MS + count * MS_PER_POD;
  let before = '';
  for (let same = 0; ; ) {
    signal?.throwIfAborted();
    const { items } = (await client.done('GET', '/api/v1/pods')) as { readonly items: readonly LivePod[] };
    const waiting = items.filter(
      (pod) => pod.spec.nodeName === undefined && (!unschedulable(pod) || pod.status.nominatedNodeName !== undefined),
    );
    const now = items.map((pod) => `${keyOf(pod.metadata)} ${pod.spec.nodeName}`).join('\n');
    same = waiting.length === 0 && now === before ? same + 1 : 0;
    if (same >= SAME_POLLS) return new Map(items.map((pod) => [keyOf(pod.metadata), pod]));
    if (performance.now() > deadline)
      throw new KeelsonError('KS8109', {
        message: `${waiting.length} of ${items.length} pods wait, such as ${waiting
          .slice(0, 3)
          .map((pod) => keyOf(pod.metadata))
          .join(', ')}`,
      });
    before = now;
    await sleep(100, undefined, signal ? { signal } : {});
  }
}

function unschedulable({ status }: LivePod) {
  return status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False' && one.reason === 'Unschedulable');
}
