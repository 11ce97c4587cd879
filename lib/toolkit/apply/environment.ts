import type { PlanCommand } from '../../apply/approval/approval-gate.ts';
import type { ClusterRun } from '../../apply/kubernetes/apply/cluster-run.ts';
import { connect } from '../../apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../apply/kubernetes/client/connection.ts';
import { changedMeanwhile } from '../../apply/lease/changed-meanwhile.ts';
import { EnvironmentLease, type Taken } from '../../apply/lease/environment-lease.ts';
import { FencedStore } from '../../apply/lease/fenced-store.ts';
import { type Holder, isProvablyGone, type PodIdentity, thisProcess } from '../../apply/lease/holder.ts';
import { isPodGone, thisPod } from '../../apply/lease/pod.ts';
import type { Policy } from '../../apply/policy/policy.ts';
import { recordedCluster } from '../../apply/release/recorded-cluster.ts';
import type { EnvironmentRun, RunEvent } from '../../apply/run/environment-run.ts';
import { type OpenAssembly, openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { KeelsonError } from '../../core/errors.ts';
import { once } from '../../core/once.ts';
import { outputOrigin } from '../git/origin.ts';
import { applierHome } from './applier-home.ts';
import { openGate } from './approvals.ts';
import { openBlobs, openReleases } from './releases.ts';
import { choose, clusterRun, clustersOf, openPolicy, storeOf, type TargetOptions } from './target.ts';
import { terraformAccess } from './terraform-access.ts';

/** Which units of an environment are planned or applied, and how. */
export interface EnvironmentOptions extends TargetOptions {
  /** Another output than that of the directory, such as that of releases. @default - the directory's */
  readonly assembly?: OpenAssembly;
  /** Only these units, and all that they depend on. @default - all */
  readonly targets?: readonly string[];
  /** Name or path of the program that runs Terraform units. @default - tofu, else terraform */
  readonly terraform?: string;
  /** Plans Terraform units also when nothing changed since their last release. @default false */
  readonly refresh?: boolean;
  /** Terraform units that run at once. @default 4 */
  readonly atOnce?: number;
  /** Where releases are kept: a directory, `s3://bucket/prefix` or `cluster`. @default - the policy's; else a directory of this user; for a sandbox its own folder */
  readonly store?: string;
  /** File that gets a plan as it is approved, when it is only planned. @default - none */
  readonly planFile?: string;
  /** Deletions that are approved beyond the policy's budget. @default 0 */
  readonly allowDeletes?: number;
  /** Terraform units of which a person looked at what an earlier apply left, `<unit id>` or `<env>/<unit id>`. @default - none */
  readonly reviewed?: readonly string[];
  /** Seconds to wait for another applier that has the environment. @default 45 */
  readonly leaseTimeoutSeconds?: number;
  /** Whether an environment that is named may be none of the output, as one that left the program. @default false */
  readonly mayHaveLeft?: boolean;
  /** The command whose `--out` writes what is approved. @default 'plan' */
  readonly command?: PlanCommand;
  /** Gets everything that happens, as it happens. */
  readonly event?: (event: RunEvent) => void;
}

/** An environment whose units can be run. */
export interface OpenEnvironment {
  readonly run: EnvironmentRun;
  readonly environment: string;
  readonly policy: Policy;
  /** The one cluster that the run is about. @default - there are several, or none */
  readonly cluster?: string;
  /** Requests to clusters so far. */
  requests(): number;
  /** Gives the lease back, and ends the connections. */
  close(): Promise<void>;
}

/**
 * Opens the output and finds the clusters of an environment; none is asked before its first unit is due. Throws KS8019 when it is not
 * clear which, KS3xxx, KS8014.
 * @param more what the runs of all clusters have
 */
export function openEnvironment(options: EnvironmentOptions, more: Partial<ClusterRun> = {}): OpenEnvironment {
  const assembly = options.assembly ?? openAssembly(directorySource(options.directory));
  const policy = openPolicy(options);
  const { mayHaveLeft = false } = options;
  const environment =
    mayHaveLeft && options.environment !== undefined
      ? options.environment
      : choose('environment', options.environment, Object.keys(assembly.manifest.environments), '--env');
  const cluster = onlyCluster(options, { assembly, policy, environment });
  const { targets, refresh, sandbox, signal, event } = options;
  const connections: Connection[] = [];
  let named = cluster;
  const connectTo = (name: string): ClusterRun => {
    named ??= name;
    const own = name === named ? options : otherCluster(options, policy, { environment, named, name });
    const run = clusterRun(own, { assembly, policy, environment, cluster: name, fence: lease });
    connections.push(run.connection);
    return { ...run, ...more };
  };
  const home = applierHome();
  const narrowed = sandbox !== undefined || options.cluster !== undefined;
  const platform = assembly.manifest.platform;
  const place = {
    store: storeOf(options),
    policy: policy.store,
    home,
    platform,
    cluster: () => storeCluster(options, { assembly, environment, cluster }, connectTo),
  };
  const holder = once(async () => thisProcess(await thisPod()));
  const isDead = async (one: Holder): Promise<boolean> => isProvablyGone(one) || (one.pod !== undefined && (await isGone(one.pod)));
  /** Pods are asked for in their own cluster, when that is one that this applier reaches. */
  const reached = once(() => {
    const openers = clustersOf(assembly, environment).map((name) => () => connectTo(name).connection);
    return [() => connect({ inPod: true }), ...openers].flatMap((open) => {
      try {
        const connection = open();
        connections.push(connection);
        return [connection];
      } catch (error) {
        if (!KeelsonError.is(error)) throw error;
        return [];
      }
    });
  });
  const isGone = async (pod: PodIdentity): Promise<boolean> => {
    for (const connection of reached()) if (await isPodGone(connection, pod)) return true;
    return false;
  };
  const lease = new EnvironmentLease({
    environment: `${platform}/${environment}`,
    place: () => openBlobs(place).lease(`${platform}/${environment}`),
    holder,
    isDead,
    ...(policy.store.leaseSeconds !== undefined && { durationSeconds: policy.store.leaseSeconds }),
    ...(options.leaseTimeoutSeconds !== undefined && { waitMs: options.leaseTimeoutSeconds * 1000 }),
    waiting: (by) => event?.({ type: 'held', by }),
    signal,
  });
  let seen: Taken | undefined;
  const releases = openReleases({ ...place, fence: lease });
  const {
    gate,
    prune,
    close: closeGate,
  } = openGate({
    ...options,
    policy,
    place,
    environment,
    releases,
  });
  const run: EnvironmentRun = {
    assembly,
    environment,
    cluster: async (name) => ({
      ...connectTo(name),
      writing: (work) =>
        lease.use((taken) => {
          const isNew = taken !== seen;
          seen = taken;
          // What was read before another one had it is old; it is read again before the next work.
          if (isNew && taken.waited) throw changedMeanwhile(`${platform}/${environment}`);
          return work();
        }),
      recorded: recordedCluster(await releases.latest(environment), `${platform}/${environment}/${name}`),
    }),
    lease,
    gate,
    origin: once(() => outputOrigin(options.directory)),
    ...(options.atOnce !== undefined && { atOnce: options.atOnce }),
    store: releases,
    ...(sandbox === undefined && {
      terraform: terraformAccess({
        policy,
        home,
        ...(options.terraform !== undefined && { program: options.terraform }),
        shared: { records: new FencedStore(openBlobs(place), lease), holder, isDead },
      }),
    }),
    ...(narrowed && cluster !== undefined && { onlyCluster: cluster }),
    ...(targets && targets.length > 0 && { targets }),
    ...(refresh && { refresh }),
    ...(options.reviewed && {
      reviewed: options.reviewed.map((unit) => (unit.startsWith(`${environment}/`) ? unit : `${environment}/${unit}`)),
    }),
    ...(signal && { signal }),
    ...(event && { notify: event }),
  };
  return {
    run,
    environment,
    policy,
    ...(cluster !== undefined && { cluster }),
    requests: () => connections.reduce((sum, { sent }) => sum + sent, 0),
    close: async () => {
      // What is not taken away now is with the next approval; by itself it lets nothing go.
      await prune().catch(() => undefined);
      await lease.release();
      closeGate();
      for (const connection of connections) connection.close();
    },
  };
}

/** Options for another cluster than the one that the command line leads to. Throws KS8019. */
function otherCluster(
  options: EnvironmentOptions,
  policy: Policy,
  { environment, named, name }: { readonly environment: string; readonly named: string; readonly name: string },
): EnvironmentOptions {
  const { kubeconfig, context, ...others } = options;
  const place = policy.cluster(`${environment}/${name}`);
  if ((kubeconfig !== undefined || context !== undefined) && place.kubeconfig === undefined && place.context === undefined)
    throw new KeelsonError('KS8019', {
      message: `${kubeconfig === undefined ? '--context' : '--kubeconfig'} leads to ${environment}/${named}, and ${environment}/${name} is another cluster`,
      fix: `say in the policy how it is reached: clusters: { ${environment}/${name}: { kubeconfig: ... } }`,
    });
  return others;
}

/** The cluster that has the releases: the one of the run, or the only one of the environment. */
export function storeCluster(
  options: TargetOptions,
  {
    assembly,
    environment,
    cluster,
  }: { readonly assembly: OpenAssembly; readonly environment: string; readonly cluster?: string | undefined },
  connectTo: (name: string) => ClusterRun,
): { readonly connection: Connection; readonly name: string } {
  const name = cluster ?? choose(`cluster of ${environment}`, options.cluster, clustersOf(assembly, environment), '--cluster');
  return { connection: connectTo(name).connection, name: `${environment}/${name}` };
}

/** The cluster that is named, or the only one. Several are run together where the policy says how each is reached. */
function onlyCluster(
  options: EnvironmentOptions,
  { assembly, policy, environment }: { readonly assembly: OpenAssembly; readonly policy: Policy; readonly environment: string },
): string | undefined {
  const { cluster, sandbox, kubeconfig, context } = options;
  const known = clustersOf(assembly, environment);
  if (cluster === undefined && known.length === 0) return undefined;
  const isOne = sandbox !== undefined || kubeconfig !== undefined || context !== undefined;
  const isReached = (name: string): boolean => {
    const place = policy.cluster(`${environment}/${name}`);
    return place.kubeconfig !== undefined || place.context !== undefined;
  };
  if (cluster === undefined && known.length > 1 && !isOne && known.every(isReached)) return undefined;
  return choose(`cluster of ${environment}`, cluster, known, '--cluster');
}
