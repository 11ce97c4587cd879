import { isAlive } from '../../assembly/is-alive.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { JsonMap } from '../../core/fields/maps.ts';
import { asMap } from '../../core/fields/maps.ts';
import { nearestWord } from '../../core/nearest.ts';
import type { Progress } from '../../sandbox/binaries/go-build.ts';
import { SandboxClient } from '../../sandbox/client/sandbox-client.ts';
import { removeSandbox } from '../../sandbox/control-plane/down.ts';
import { startSandbox } from '../../sandbox/control-plane/up.ts';
import { poolNodes, type SandboxNode, undeclaredNodes } from '../../sandbox/nodes/pool-nodes.ts';
import { putNodes } from '../../sandbox/nodes/put-objects.ts';
import { listSandboxes } from '../../sandbox/status.ts';
import { type ClusterChoice, type DeclaredCluster, declaredCluster } from '../sandbox/declared.ts';
import { autoscaledMaxima } from './autoscalers.ts';
import { expand, kindName } from './expand/expand.ts';
import type { ExpandContext, Owner, PodSet } from './pod-set.ts';
import { podsOf, type SimulatedPod } from './pods.ts';
import { type PoolUse, poolUses } from './pool-use.ts';
import { type Placement, schedule } from './schedule.ts';
import { putSurroundings, sortedPods } from './surroundings.ts';
import { type WorkloadUse, workloadUses } from './workload-use.ts';

export type { PoolUse, ResourceUse } from './pool-use.ts';

/** What is simulated. */
export interface SimulateOptions extends ClusterChoice {
  /** Nodes without taints beside the declared pools, for what runs on nodes that the program does not declare. @default 0 */
  readonly undeclaredNodes?: number;
  /** Kinds that make no pods, as `Widget.example.com`, beside those that Keelson knows. @default - none */
  readonly withoutPods?: readonly string[];
  /** Builds programs that are nowhere. @default true */
  readonly build?: boolean;
  readonly notify?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Whether the pods of a cluster fit its pools. */
export interface SimulateReport {
  readonly environment: string;
  readonly cluster: string;
  /** Whether every pod has a node, and every workload could be told. */
  readonly fits: boolean;
  readonly pools: readonly PoolUse[];
  readonly workloads: readonly WorkloadUse[];
  /** Workloads whose pods can't be told (KS8107), and pods without a node (KS8108). */
  readonly errors: readonly KeelsonError[];
}

/**
 * Asks the real scheduler, in a sandbox that is gone afterwards, whether every pod of an output has a node when every pool has its
 * most nodes, every autoscaler its most replicas and every rollout its surge. Throws KS81xx, KS8019, KS3xxx.
 */
export async function simulate(options: SimulateOptions): Promise<SimulateReport> {
  const declared = declaredCluster(options);
  const objects = objectsOf(declared);
  const { sets, problems } = podSets(workloadsOf(objects, options.withoutPods ?? []), objects);
  const nodes = [
    ...Object.entries(declared.pools).flatMap(([name, pool]) => poolNodes(name, pool)),
    ...undeclaredNodes(options.undeclaredNodes ?? 0),
  ];
  const placements = await decide(objects, podsOfAll(sets, nodes), nodes, options);
  const workloads = workloadUses(sets, placements, nodes);
  const errors = [...problems, ...workloads.flatMap((use) => unplaced(use))];
  return {
    environment: declared.environment,
    cluster: declared.cluster,
    fits: errors.length === 0,
    pools: poolUses(declared.pools, nodes, placements),
    workloads,
    errors,
  };
}

function objectsOf({ assembly, environment, cluster }: DeclaredCluster): Owner[] {
  return [...assembly.units].flatMap(([key, unit]) =>
    unit.plane === 'kubernetes' && unit.cluster === cluster && key.startsWith(`${environment}/`)
      ? unit.objects.map(({ apiVersion, kind, namespace = '', name, path, file, digest }) => {
          const content = assembly.object(file, digest) as unknown as JsonMap;
          return { apiVersion, kind, namespace, name, path, content };
        })
      : [],
  );
}

/** Objects that may make pods. Throws KS8116 for a kind of which there is no object: a slip would hide nothing, and help nobody. */
function workloadsOf(objects: readonly Owner[], without: readonly string[]): readonly Owner[] {
  const kinds = new Set(objects.map((object) => kindName(object)));
  for (const kind of without) {
    if (kinds.has(kind)) continue;
    const near = nearestWord(kind, [...kinds]);
    throw new KeelsonError('KS8116', {
      message: `--without-pods names ${JSON.stringify(kind)}, and the output has no such object`,
      ...(near !== undefined && { fix: `did you mean ${near}?` }),
    });
  }
  return objects.filter((object) => !without.includes(kindName(object)));
}

function podSets(
  workloads: readonly Owner[],
  objects: readonly Owner[],
): { readonly sets: readonly PodSet[]; readonly problems: readonly KeelsonError[] } {
  const maxima = autoscaledMaxima(objects);
  const byKey = new Map(objects.map((object) => [`${object.kind}/${object.namespace}/${object.name}`, object.content]));
  const context: ExpandContext = {
    autoscaled: (kind, namespace, name) => maxima.get(`${kind}/${namespace}/${name}`),
    find: (kind, namespace, name) => byKey.get(`${kind}/${namespace}/${name}`),
  };
  const sets: PodSet[] = [];
  const problems: KeelsonError[] = [];
  for (const owner of workloads) {
    const pods = expand(owner, context);
    const why = typeof pods === 'string' ? pods : pods.map(unlikeOthers).find((sentence) => sentence !== undefined);
    if (why !== undefined) problems.push(new KeelsonError('KS8107', { path: owner.path, message: `${owner.kind} ${owner.name}: ${why}` }));
    else if (typeof pods !== 'string') sets.push(...pods);
  }
  return { sets, problems };
}

/** Why the scheduler of the sandbox can't speak for these pods. */
function unlikeOthers({ template }: PodSet): string | undefined {
  const { schedulerName, resourceClaims } = asMap(template['spec']);
  if (typeof schedulerName === 'string' && schedulerName !== 'default-scheduler') return `its pods want the scheduler ${schedulerName}`;
  if (Array.isArray(resourceClaims) && resourceClaims.length > 0) return 'its pods claim devices by ResourceClaim, which pools do not tell';
  return undefined;
}

function podsOfAll(sets: readonly PodSet[], nodes: readonly SandboxNode[]): SimulatedPod[] {
  const traits = nodes.map(({ metadata, spec }) => ({ name: metadata.name, labels: metadata.labels, taints: spec.taints ?? [] }));
  const taken = new Set<string>();
  return sets.flatMap((set) =>
    podsOf(set, traits, (wanted) => {
      let name = wanted.slice(0, 200);
      // Two kinds may have objects of one name.
      for (let number = 2; taken.has(`${set.owner.namespace}/${name}`); number++)
        name = `${wanted.slice(0, 200)}-${set.owner.kind.toLowerCase()}${number}`;
      taken.add(`${set.owner.namespace}/${name}`);
      return name;
    }),
  );
}

const PREFIX = 'simulate-';

async function decide(
  objects: readonly Owner[],
  pods: readonly SimulatedPod[],
  nodes: readonly SandboxNode[],
  { build, notify, signal }: SimulateOptions,
): Promise<Placement[]> {
  await removeLeftOver();
  const name = `${PREFIX}${process.pid}`;
  try {
    const { folder } = await startSandbox({
      name,
      controllers: 'scheduler',
      ...(build !== undefined && { build }),
      ...(notify && { notify }),
      ...(signal && { signal }),
    });
    const client = new SandboxClient(folder);
    try {
      await putNodes(client, nodes);
      await putSurroundings(client, objects, pods);
      return await schedule(client, sortedPods(objects, pods), signal);
    } finally {
      client.close();
    }
  } finally {
    await removeSandbox(name);
  }
}

/** Sandboxes of simulations that were killed. */
async function removeLeftOver(): Promise<void> {
  for (const name of listSandboxes()) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) await removeSandbox(name);
  }
}

/** What keeps the pod from nodes, without what the scheduler says of taking other pods away for it. */
function firstPart(reason: string): string {
  return (/^(.*?)\.(?: no new claims to deallocate,)? preemption: /.exec(reason)?.[1] ?? reason).replace(/\.$/, '');
}

/** One error for each reason, however many pods have it. */
function unplaced({ path, object, role, unplaced: pods, pods: count }: WorkloadUse): KeelsonError[] {
  const byReason = new Map<string, { pods: number; surge: number }>();
  for (const { reason, surge } of pods) {
    const entry = byReason.get(reason) ?? { pods: 0, surge: 0 };
    byReason.set(reason, { pods: entry.pods + 1, surge: entry.surge + (surge ? 1 : 0) });
  }
  return [...byReason].map(([reason, { pods: missing, surge }]) => {
    const during = surge === 0 ? '' : surge === missing ? ', while a rollout goes on' : `, ${surge} of them while a rollout goes on`;
    const message = `${missing} of ${count === 1 ? '1 pod' : `${count} pods`} of ${object}${role ? ` (${role})` : ''} ${missing === 1 ? 'has' : 'have'} no node${during}: ${firstPart(reason)}`;
    return new KeelsonError('KS8108', { path, message });
  });
}
