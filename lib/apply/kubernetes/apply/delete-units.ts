import { lookUpUnit } from '../../../assembly/unit-key.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { type ObjectChange, refName, type UnitPlan } from '../../plan/types.ts';
import { runGraph } from '../../run/run-graph.ts';
import type { ClusterRun } from './cluster-run.ts';
import { OpenCluster } from './open-cluster.ts';
import type { PreparedUnit, UnitResult } from './unit-context.ts';

/** Units of a cluster whose objects go. */
export interface Deletion {
  /** What would be deleted and what stays, by unit, in the order in which they go: dependents first. Units without objects are left out. */
  readonly prepared: readonly PreparedUnit[];
  /** Units that were asked for, and of which nothing is in the cluster. */
  readonly absent: readonly { readonly unit: string; readonly key: string }[];
  /** Deletes what was planned. A unit in which something else would go than was planned is left as it is (KS8028). */
  run(steps?: DeletionSteps): Promise<readonly UnitResult[]>;
}

/** What is done around the deletion of each unit. */
export interface DeletionSteps {
  /** Asked before anything of a unit goes; its errors keep it. @param unit `<env>/<unit id>` */
  check?(unit: string): Promise<readonly KeelsonError[]>;
  /** Gets how a unit ended, and may add to it. Units that it depends on wait for it. */
  ended?(result: UnitResult, took: { readonly startedAt: string; readonly durationMs: number }): Promise<UnitResult>;
}

/**
 * Plans the deletion of units. It only reads. Throws KS8003 to KS8006, KS8024 for a unit that there is not, and KS8025 for one that
 * others need.
 * @param targets ids of units, with or without the environment, or names that only one has. @default - all that were applied to the cluster
 */
export async function planDeletion(run: ClusterRun, targets?: readonly string[]): Promise<Deletion> {
  const applied = await OpenCluster.open(run);
  const { stored, units, live } = applied.state;
  const members = new Set([...live.byId.values()].map(({ applySet }) => applySet));
  const there = [...units].filter(([, { key, applySet }]) => stored.has(key) || members.has(applySet)).map(([unit]) => unit);
  const names = targets?.map((target) => unitOf(run.environment, [...units.keys()], target)) ?? there;
  const chosen = new Set(names.filter((unit) => there.includes(unit)));
  checkDependents(run, there, chosen);
  // What is not in the cluster wants nothing of it: an earlier deletion may have ended between two units.
  const absent = [...units.keys()].filter((unit) => !there.includes(unit));
  const cluster = applied.without(new Set([...chosen, ...absent]));
  const order = [...dependentsFirst(run, chosen).keys()];
  const prepared = await Promise.all(order.map((unit) => cluster.plan(unit)));
  const planned = new Map(prepared.map(({ plan }) => [plan.unit, deletesOf(plan)]));
  return {
    prepared: prepared.map((one) => ({ ...one, problems: deletionProblems(run, one) })),
    absent: [...new Set(targets ? names : units.keys())]
      .filter((unit) => !there.includes(unit))
      .map((unit) => ({ unit, key: units.get(unit)?.key ?? unit })),
    run: async ({ check, ended }: DeletionSteps = {}) => {
      const results = await runGraph<UnitResult>(dependentsFirst(run, chosen), async (unit, before) => {
        const failed = before.filter((one) => one.errors.length > 0).map((one) => one.unit);
        if (failed.length > 0) return cluster.blocked(unit, failed);
        const startedAt = new Date().toISOString();
        const begun = performance.now();
        const result = await cluster.apply(unit, async ({ plan }) => {
          const more = deletesOf(plan).filter(({ id }) => !planned.get(unit)?.some((one) => one.id === id));
          const errors = more.length > 0 ? [notPlanned(unit, more)] : ((await check?.(unit)) ?? []);
          return { errors, approved: errors.length === 0 };
        });
        const took = { startedAt, durationMs: Math.round(performance.now() - begun) };
        return ended ? ended(result, took) : result;
      });
      return [...results.values()];
    },
  };
}

/** That a unit would be empty is what was asked for; how many objects may go at once is the administrator's word all the same. */
function deletionProblems({ rules, allowDeletes = 0 }: ClusterRun, { plan, problems }: PreparedUnit): KeelsonError[] {
  const { mostDeletes } = rules(plan.key);
  const deletes = deletesOf(plan).length;
  return problems.flatMap((error) => {
    if (error.code !== 'KS8011') return [error];
    if (deletes <= mostDeletes) return [];
    return [
      new KeelsonError('KS8011', {
        object: plan.unit,
        message: `${deletes} objects would be deleted, and the policy allows ${mostDeletes}${allowDeletes > 0 ? `; --allow-deletes lets ${allowDeletes} go` : ''}`,
      }),
    ];
  });
}

function deletesOf({ changes }: UnitPlan): readonly ObjectChange[] {
  return changes.filter(({ action }) => action === 'delete');
}

/** What the plan that was agreed to keeps does not go, whatever was changed in the cluster since. */
function notPlanned(unit: string, more: readonly ObjectChange[]): KeelsonError {
  const names = more.map(({ object }) => refName(object));
  return new KeelsonError('KS8028', {
    object: unit,
    message: `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} would go as well now`,
  });
}

function unitOf(environment: string, known: readonly string[], target: string): string {
  const found = lookUpUnit(environment, known, target);
  if ('unit' in found) return found.unit;
  const named = known.filter((unit) => unit.endsWith(`.${target}`));
  if (named.length === 1) return named[0] as string;
  const { ids, near } = found;
  throw new KeelsonError('KS8024', {
    object: environment,
    message: `there is no unit ${JSON.stringify(target)} in the cluster; there is ${ids.join(', ') || 'none'}`,
    ...(near !== undefined && { fix: `did you mean ${near}?` }),
  });
}

/** What is left would stand without what it needs. */
function checkDependents({ assembly }: ClusterRun, there: readonly string[], chosen: ReadonlySet<string>): void {
  for (const unit of there) {
    if (chosen.has(unit)) continue;
    const needed = (assembly.units.get(unit)?.dependsOn ?? []).map((edge) => edge.unit).filter((one) => chosen.has(one));
    if (needed.length === 0) continue;
    throw new KeelsonError('KS8025', {
      object: needed.join(', '),
      message: `${unit} depends on ${needed.length === 1 ? 'it' : 'them'}, and would be left`,
      fix: `name ${unit} as well`,
    });
  }
}

/** For each unit those that have to be gone before it, in an order in which every unit comes after them. */
function dependentsFirst({ assembly }: ClusterRun, chosen: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const before = new Map([...chosen].map((unit) => [unit, [] as string[]]));
  for (const unit of chosen) for (const edge of assembly.units.get(unit)?.dependsOn ?? []) before.get(edge.unit)?.push(unit);
  const sorted = new Map<string, readonly string[]>();
  const visit = (unit: string): void => {
    if (sorted.has(unit)) return;
    for (const other of before.get(unit) ?? []) visit(other);
    sorted.set(unit, before.get(unit) ?? []);
  };
  for (const unit of before.keys()) visit(unit);
  return sorted;
}
