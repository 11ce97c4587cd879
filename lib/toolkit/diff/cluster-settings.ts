import type { AssemblyContent } from '../../assembly/content.ts';
import type { ManifestCluster, ManifestPool } from '../../assembly/schema.ts';
import { compareFields } from '../../core/fields/compare.ts';
import { once } from '../../core/once.ts';
import { clusterUpgrade, type UpgradeContext } from './cluster-upgrade.ts';
import { readStacks } from './terraform/stack.ts';
import type { Change } from './types.ts';

/** What `keelson.json` says of a cluster or a pool, on both sides. */
interface Pair<T> {
  readonly before?: T | undefined;
  readonly after?: T | undefined;
}

/**
 * Changes of the clusters and pools of nodes that both sides know. What an environment that comes or goes has is not told one
 * by one; nor is anything of an environment whose clusters one side does not tell, as output of an older version. Another
 * version of Kubernetes comes with what it means.
 * @param others changes of resources and objects
 */
export function clusterSettings(before: AssemblyContent | undefined, after: AssemblyContent, others: readonly Change[]): Change[] {
  const changes: Change[] = [];
  const context = { after, changes: others, stacks: once(() => readStacks(after)) };
  for (const [environment, { clusters: now }] of Object.entries(after.manifest.environments)) {
    const old = before?.manifest.environments[environment]?.clusters;
    if (!old || !now) continue;
    for (const [name, cluster] of pairs(old, now)) changes.push(...ofCluster(`${environment}/${name}`, name, cluster, context));
  }
  return changes;
}

function ofCluster(unit: string, name: string, { before, after }: Pair<ManifestCluster>, context: UpgradeContext): Change[] {
  const pools = [...pairs(before?.pools ?? {}, after?.pools ?? {})];
  const upgrade = before && after && clusterUpgrade(unit, before, after, context);
  return [
    ...change(unit, `cluster ${name}`, { before, after }, ({ version }) => ({ version })).map((one) => ({
      ...one,
      ...(upgrade && { upgrade }),
    })),
    ...pools.flatMap(([pool, pair]) => change(unit, `pool ${pool}`, pair, ({ path: _, ...own }) => own, poolNotes(pair))),
  ];
}

function change<T extends { readonly path: string }>(
  unit: string,
  title: string,
  { before, after }: Pair<T>,
  fieldsOf: (side: T) => unknown,
  notes: readonly string[] = [],
): Change[] {
  const side = after ?? before;
  if (!side) return [];
  const fields = before && after ? compareFields(fieldsOf(before), fieldsOf(after)) : [];
  if (before && after && fields.length === 0) return [];
  return [
    {
      action: before ? (after ? 'update' : 'delete') : 'create',
      plane: 'kubernetes',
      kind: 'setting',
      unit,
      id: title,
      title,
      path: side.path,
      fields: fields.map((field) => ({ ...field, effect: 'update' })),
      notes,
    },
  ];
}

/** How many GPUs the pool can have. */
function poolNotes({ before, after }: Pair<ManifestPool>): string[] {
  const [was, is] = [gpusOf(before), gpusOf(after)];
  if (was === is) return [];
  return [was === undefined || is === undefined ? `up to ${is ?? was}` : `up to ${is}, ${was} before`];
}

function gpusOf(pool: ManifestPool | undefined): string | undefined {
  if (pool?.gpu === undefined || pool.gpusPerNode === undefined) return undefined;
  return `${pool.maxNodes * pool.gpusPerNode} x ${pool.gpu}`;
}

function* pairs<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): Generator<[string, Pair<T>]> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) yield [name, { before: before[name], after: after[name] }];
}
