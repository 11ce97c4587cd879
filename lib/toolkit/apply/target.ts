import { join, resolve } from 'node:path';
import type { ClusterRun } from '../../apply/kubernetes/apply/cluster-run.ts';
import { connect } from '../../apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../apply/kubernetes/client/connection.ts';
import type { Fence } from '../../apply/kubernetes/client/fence.ts';
import { NO_POLICY, type Policy, readPolicy } from '../../apply/policy/policy.ts';
import { type OpenAssembly, openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { KeelsonError } from '../../core/errors.ts';
import { nearestWord } from '../../core/nearest.ts';
import { checkSandboxName, sandboxFolder } from '../../sandbox/cache.ts';
import { runningSandbox } from '../../sandbox/control-plane/up.ts';

/** What is applied, and where. */
export interface TargetOptions {
  /** The assembly. */
  readonly directory: string;
  /** Folder of the repository: a kubeconfig in it may run no programs. @default - none */
  readonly repository?: string;
  /** Name of the environment. @default - the only one */
  readonly environment?: string;
  /** Name of the cluster. @default - the only one of the environment */
  readonly cluster?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  /**
   * Name of a sandbox of this machine, which is then the cluster. Bindings that have no source there get typed stand-ins, which the plan
   * shows; no other cluster is ever given any. @default - the cluster of the kubeconfig, without stand-ins
   */
  readonly sandbox?: string;
  /** Path of the policy file. @default - nothing is taken over or replaced, few things are deleted at once */
  readonly policy?: string;
  /** Lists namespace by namespace, for who may not list the cluster. @default false */
  readonly perNamespace?: boolean;
  readonly signal?: AbortSignal;
}

/** A target that is connected. */
export interface Target {
  readonly run: ClusterRun;
  readonly connection: Connection;
  readonly assembly: OpenAssembly;
  readonly environment: string;
  readonly cluster: string;
}

/** Opens the assembly and the cluster. Throws KS8019 when it is not clear which, KS3xxx, KS8001, KS8002, KS8014. */
export function openTarget(options: TargetOptions): Target {
  const assembly = openAssembly(directorySource(options.directory));
  const policy = openPolicy(options);
  const { environment, cluster } = chooseTarget(assembly, options);
  const run = clusterRun(options, { assembly, policy, environment, cluster });
  return { run, connection: run.connection, assembly, environment, cluster };
}

/** Where releases are kept, if the options say so: those of a sandbox go with it, and never stand among the real ones. */
export function storeOf({
  store,
  sandbox,
}: {
  readonly store?: string | undefined;
  readonly sandbox?: string | undefined;
}): string | undefined {
  if (store !== undefined || sandbox === undefined) return store;
  checkSandboxName(sandbox);
  return join(sandboxFolder(sandbox), 'releases');
}

/** The administrator's rules. Throws KS8014. */
export function openPolicy({ policy }: Pick<TargetOptions, 'policy'>): Policy {
  return policy === undefined ? NO_POLICY : readPolicy(policy);
}

/** Connects to one cluster: the sandbox, the one that the options name, else the one that the policy names. Throws KS8001, KS8002, KS8019. */
export function clusterRun(
  options: TargetOptions,
  {
    assembly,
    policy,
    environment,
    cluster,
    fence,
  }: Pick<Target, 'assembly' | 'environment' | 'cluster'> & { readonly policy: Policy; readonly fence?: Fence },
): ClusterRun {
  const { repository, perNamespace, signal, sandbox } = options;
  const place = policy.cluster(`${environment}/${cluster}`);
  const isNamed = options.kubeconfig !== undefined || options.context !== undefined;
  const { kubeconfig, context } = isNamed || sandbox !== undefined ? options : place;
  const file = sandbox === undefined ? kubeconfig : sandboxKubeconfig(sandbox, options);
  const connection = connect({
    ...(file !== undefined && { kubeconfig: file }),
    ...(context !== undefined && { context }),
    ...(repository !== undefined && { repository }),
    ...(fence && { fence }),
  });
  return {
    connection,
    assembly,
    environment,
    cluster,
    rules: policy.rules,
    ...(sandbox !== undefined && { standIns: true }),
    ...(place.kubeSystemUid !== undefined && { pinnedUid: place.kubeSystemUid }),
    ...(perNamespace && { perNamespace }),
    ...(signal && { signal }),
  };
}

/** How a sandbox is named on the command line. */
export function nameOption(name: string): string {
  return name === 'default' ? '' : ` --name ${name}`;
}

/** The kubeconfig of a sandbox that runs; one that is given beside it must be the same, or made-up values would get into a real cluster. */
function sandboxKubeconfig(name: string, { kubeconfig, context }: TargetOptions): string {
  const running = runningSandbox(name, sandboxFolder(name));
  if (!running)
    throw new KeelsonError('KS8103', {
      object: name,
      message: `no sandbox ${JSON.stringify(name)} runs on this machine`,
      fix: `start it: keelson sandbox up${nameOption(name)}`,
    });
  if (context !== undefined || (kubeconfig !== undefined && resolve(kubeconfig) !== running.kubeconfig))
    throw new KeelsonError('KS8019', {
      message: `--sandbox applies to the sandbox ${JSON.stringify(name)}, and ${context === undefined ? `--kubeconfig ${kubeconfig}` : `--context ${context}`} may lead to another cluster`,
      fix: 'leave one of them out',
    });
  return running.kubeconfig;
}

/** The environment and the cluster that are named, or the only ones. Throws KS8019 when it is not clear which. */
export function chooseTarget(
  assembly: OpenAssembly,
  names: Pick<TargetOptions, 'environment' | 'cluster'>,
): { readonly environment: string; readonly cluster: string } {
  const environment = choose('environment', names.environment, Object.keys(assembly.manifest.environments), '--env');
  return { environment, cluster: choose(`cluster of ${environment}`, names.cluster, clustersOf(assembly, environment), '--cluster') };
}

/** Clusters of an environment that have units, by name. */
export function clustersOf(assembly: OpenAssembly, environment: string): string[] {
  const clusters = new Set<string>();
  for (const [key, unit] of assembly.units)
    if (unit.plane === 'kubernetes' && key.startsWith(`${environment}/`)) clusters.add(unit.cluster);
  return [...clusters].sort();
}

/** The one that is named, or the only one. Throws KS8019. */
export function choose(what: string, wanted: string | undefined, known: readonly string[], option: string): string {
  if (wanted !== undefined && known.includes(wanted)) return wanted;
  const list = [...known].sort().join(', ') || 'none';
  if (wanted === undefined && known.length === 1) return known[0] as string;
  const near = wanted === undefined ? undefined : nearestWord(wanted, known);
  throw new KeelsonError('KS8019', {
    message:
      wanted === undefined
        ? `the output has more than one ${what}: ${list}`
        : `there is no ${what} ${JSON.stringify(wanted)}; there is ${list}`,
    fix:
      near !== undefined
        ? `did you mean ${near}?`
        : `name it with ${option}${wanted !== undefined && what === 'environment' ? `; what one that left the program still has, keelson destroy ${option} ${wanted} removes` : ''}`,
  });
}
