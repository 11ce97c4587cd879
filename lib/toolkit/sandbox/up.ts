import type { ManifestCluster } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { Progress } from '../../sandbox/binaries/go-build.ts';
import { SandboxClient } from '../../sandbox/client/sandbox-client.ts';
import { startSandbox } from '../../sandbox/control-plane/up.ts';
import { poolNodes, type SandboxNode, undeclaredNodes } from '../../sandbox/nodes/pool-nodes.ts';
import { nodesByPool, putDefinitions, putNodes, untilNodesReady } from '../../sandbox/nodes/put-objects.ts';
import { sandboxStatus } from '../../sandbox/status.ts';
import { type ClusterChoice, declaredCluster, neededDefinitions } from './declared.ts';
import { parseFailures, unmatchedFailures } from './failures.ts';
import { type OwnDefinitions, ownDefinitions } from './own-definitions.ts';

export type { Progress } from '../../sandbox/binaries/go-build.ts';

/** How a sandbox is started. */
export interface SandboxUpOptions {
  /** @default 'default' */
  readonly name?: string;
  /** The cluster whose nodes and kinds it gets. @default - those that it has; two nodes for a new one */
  readonly declared?: ClusterChoice;
  /** Definitions that it gets beside those of the cluster. @default - none */
  readonly own?: OwnDefinitions;
  /** Lets admission webhooks take part. @default false: one without a backend would refuse everything */
  readonly webhooks?: boolean;
  /** Pods that shall fail, as {@link parseFailures} reads them. @default - those that failed before */
  readonly failures?: string;
  /** File of the program that stands in for volumes and load balancers. @default - the package's own */
  readonly standIns?: string;
  /** Builds programs that are nowhere. @default true */
  readonly build?: boolean;
  readonly notify?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** A sandbox that runs. */
export interface SandboxReport {
  readonly name: string;
  readonly kubeconfig: string;
  readonly environment?: string;
  readonly cluster?: string;
  /** Nodes by pool. */
  readonly nodes: Readonly<Record<string, number>>;
  /** Definitions of custom resources that were added. */
  readonly definitions: readonly string[];
  /** Kinds of the output of which no definition is known, as `group/Kind`. */
  readonly unknownKinds: readonly string[];
  /** Pods that shall fail and of which none is there yet, as `<namespace>/<name>`. */
  readonly unmatchedFailures: readonly string[];
}

/** Nodes beside the declared ones, where every declared node keeps pods away that do not tolerate its taints. */
const UNDECLARED_NODES = 2;

/** Starts a sandbox and gives it the nodes and kinds of a cluster. Throws KS81xx, KS8019, KS3xxx, KS5013, and KS8027 with what is left. */
export async function sandboxUp(options: SandboxUpOptions = {}): Promise<SandboxReport> {
  try {
    return await up(options);
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new KeelsonError('KS8027', { ...(await leftOf(options.name ?? 'default')), cause: error });
  }
}

async function leftOf(name: string): Promise<{ readonly object: string; readonly message: string; readonly fix: string }> {
  const object = `sandbox ${name}`;
  const status = await sandboxStatus(name);
  if (!status) return { object, message: 'it was not started, and nothing of it is left', fix: 'keelson sandbox up starts it' };
  const message = status.running ? 'it runs, and may lack nodes and kinds' : 'it was there before, and does not run whole';
  return { object, message, fix: 'keelson sandbox up goes on, keelson sandbox down removes it' };
}

async function up(options: SandboxUpOptions): Promise<SandboxReport> {
  // What the output says wrong is told before anything starts.
  const declared = options.declared && declaredCluster(options.declared);
  const needed =
    options.declared && declared
      ? neededDefinitions(declared, options.declared)
      : { definitions: options.own ? ownDefinitions(options.own) : [], unknown: [] };
  const { name, webhooks, standIns, build, notify, signal } = options;
  const failures = options.failures === undefined ? undefined : parseFailures(options.failures);
  const sandbox = await startSandbox({
    nodes: true,
    ...(name !== undefined && { name }),
    ...(webhooks !== undefined && { webhooks }),
    ...(failures && { failures }),
    ...(standIns !== undefined && { standIns }),
    ...(build !== undefined && { build }),
    ...(notify && { notify }),
    ...(signal && { signal }),
  });
  const client = new SandboxClient(sandbox.folder);
  let nodes: Record<string, number>;
  let unmatched: readonly string[];
  try {
    signal?.throwIfAborted();
    if (declared || Object.keys(await nodesByPool(client)).length === 0) await putNodes(client, sandboxNodes(declared?.pools ?? {}));
    signal?.throwIfAborted();
    await putDefinitions(client, needed.definitions);
    await untilNodesReady(client, signal);
    nodes = await nodesByPool(client);
    unmatched = await unmatchedFailures(client, failures ?? {});
  } finally {
    client.close();
  }
  return {
    name: sandbox.name,
    kubeconfig: sandbox.kubeconfig,
    ...(declared && { environment: declared.environment, cluster: declared.cluster }),
    nodes,
    definitions: needed.definitions.map((definition) => definition.metadata.name),
    unknownKinds: needed.unknown,
    unmatchedFailures: unmatched,
  };
}

/** The nodes of each pool at its most. */
function sandboxNodes(pools: ManifestCluster['pools']): SandboxNode[] {
  const nodes = Object.entries(pools).flatMap(([name, pool]) => poolNodes(name, pool));
  const open = Object.values(pools).some((pool) => pool.maxNodes > 0 && pool.taints.every((taint) => taint.effect === 'PreferNoSchedule'));
  return open ? nodes : [...nodes, ...undeclaredNodes(UNDECLARED_NODES)];
}
