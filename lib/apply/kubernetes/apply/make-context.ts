import type { OpenAssembly } from '../../../assembly/open.ts';
import { type Binding, type BindingValue, type KubernetesUnitFile, objectId } from '../../../assembly/schema.ts';
import { checksumKey } from '../bindings/checksum-key.ts';
import { configBindings } from '../bindings/roll-pods.ts';
import { isSensitive } from '../bindings/sensitive.ts';
import { standIn } from '../bindings/stand-in.ts';
import { readValues } from '../bindings/unit-values.ts';
import { ensureSystemNamespace } from '../inventory/store.ts';
import { desiredObjects } from '../plan/desired.ts';
import type { ClusterRun, ClusterState } from './cluster-run.ts';
import type { UnitContext } from './unit-context.ts';

/** What a unit is read for. */
export interface ContextOptions {
  /** Whether nothing will be written. @default false */
  readonly planOnly?: boolean;
  /** Milliseconds that live objects may take to show the values that the unit needs. @default 0 */
  readonly withinMs?: number;
}

/** What one unit needs, out of what was read for all, and the values that its bindings take. Throws KS8003, KS8004, KS8022. */
export async function unitContext(run: ClusterRun, state: ClusterState, unit: string, options: ContextOptions = {}): Promise<UnitContext> {
  const file = state.units.get(unit) as KubernetesUnitFile;
  const rules = run.rules(file.key);
  const sensitive = (binding: Binding): boolean => isSensitive(run.assembly.units, binding);
  const before = file.dependsOn.flatMap((edge) => state.units.get(edge.unit)?.bindings ?? []);
  const config = configBindings([...file.bindings, ...before]);
  const used = [...file.bindings, ...[...config.values()].flat()];
  const values = await readValues(
    {
      connection: run.connection,
      discovery: state.discovery,
      impersonate: rules.impersonate,
      signal: run.signal,
      units: state.units,
      outputs: run.outputs,
      standIn: run.standIns ? (value) => standIn(value.unit, value.output, value.type, expressionOf(run.assembly, value)) : undefined,
      withinMs: options.withinMs ?? 0,
    },
    used,
  );
  const digests = new Map(file.objects.map((entry) => [entry.file, entry.digest]));
  return {
    connection: run.connection,
    discovery: state.discovery,
    rules,
    cluster: clusterKey(run),
    clusterUid: state.uid,
    unit,
    file,
    objects: desiredObjects({
      entries: file.objects,
      bindings: file.bindings,
      applySet: file.applySet,
      read: (path) => run.assembly.object(path, digests.get(path) as string),
      resolve: values.resolve,
      isSensitive: sensitive,
      config,
      key: [...config.values()].flat().some(sensitive) ? await keyOf(run, options) : undefined,
    }),
    values,
    isSensitive: sensitive,
    ...(options.planOnly && { planOnly: true }),
    stored: state.stored.get(file.key),
    live: state.live,
    wanted: state.wanted,
    namespacesInUse: state.namespacesInUse,
    leaving: rules.prune ? new Set([...state.leaving, file.applySet]) : state.leaving,
    pruned: state.pruned,
    applySets: state.applySets,
    ...(run.perNamespace && { perNamespace: true }),
    ...(run.allowDeletes !== undefined && { allowDeletes: run.allowDeletes }),
    ...(run.preflight !== undefined && { preflight: run.preflight }),
    goneWithinMs: Math.min(run.readyWithinMs ?? 0, 60_000),
    signal: run.signal,
    ...(run.notify && { notify: run.notify }),
  };
}

/** `platform/env/cluster`. */
export function clusterKey({ assembly, environment, cluster }: ClusterRun): string {
  return `${assembly.manifest.platform}/${environment}/${cluster}`;
}

async function keyOf({ connection }: ClusterRun, { planOnly }: ContextOptions): Promise<Uint8Array | undefined> {
  if (!planOnly) await ensureSystemNamespace(connection);
  return checksumKey(connection, !planOnly);
}

/** What a Terraform output stands for, such as `${aws_subnet.a.id}`: its own name may be a digest. */
function expressionOf(assembly: OpenAssembly, { unit, output }: BindingValue): string | undefined {
  const file = assembly.units.get(unit);
  const stack = file?.plane === 'terraform' ? file.files.find((one) => one.file.endsWith('/cdk.tf.json')) : undefined;
  if (!stack) return undefined;
  const { output: outputs } = JSON.parse(assembly.text(stack.file, stack.digest)) as {
    readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  };
  const value = outputs?.[output]?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Ids and namespaces of everything that any unit of the cluster wants: made once, since thousands of objects are in it. */
export function wantedBy(units: ReadonlyMap<string, KubernetesUnitFile>): {
  readonly wanted: Set<string>;
  readonly namespacesInUse: Set<string>;
} {
  const wanted = new Set<string>();
  const namespacesInUse = new Set<string>();
  for (const { objects } of units.values())
    for (const entry of objects) {
      wanted.add(objectId(entry));
      if (entry.namespace) namespacesInUse.add(entry.namespace);
    }
  return { wanted, namespacesInUse };
}
