import type { UnitFile } from '../../assembly/schema.ts';
import { environmentOf, lookUpUnit } from '../../assembly/unit-key.ts';
import { KeelsonError } from '../../core/errors.ts';
import { findCycle } from '../../core/graph.ts';
import type { EnvironmentRun } from './environment-run.ts';

/** Units that a run is about, by `<env>/<unit id>`, and what each depends on. */
export interface ChosenUnits {
  readonly files: ReadonlyMap<string, UnitFile>;
  readonly graph: ReadonlyMap<string, readonly string[]>;
}

/** The units of the environment that are asked for. Throws KS8090 for a cycle, KS8091 for a target that there is not. */
export function chooseUnits(run: Pick<EnvironmentRun, 'assembly' | 'environment' | 'onlyCluster' | 'targets' | 'terraform'>): ChosenUnits {
  const { assembly, environment, onlyCluster, targets, terraform } = run;
  const own = new Map([...assembly.units].filter(([unit]) => environmentOf(unit) === environment));
  const wanted =
    targets === undefined
      ? undefined
      : closure(
          own,
          targets.map((target) => targetUnit(own, environment, target)),
        );
  const files = new Map(
    [...own].filter(([unit, file]) => {
      if (wanted && !wanted.has(unit)) return false;
      if (file.plane === 'terraform') return terraform !== undefined && onlyCluster === undefined;
      return onlyCluster === undefined || file.cluster === onlyCluster;
    }),
  );
  const graph = new Map(
    [...files].map(([unit, { dependsOn }]) => [unit, dependsOn.map((edge) => edge.unit).filter((one) => files.has(one))]),
  );
  const cycle = findCycle(graph);
  if (cycle) throw new KeelsonError('KS8090', { object: environment, message: `${cycle.join(' -> ')}` });
  return { files, graph };
}

function targetUnit(own: ReadonlyMap<string, UnitFile>, environment: string, target: string): string {
  const found = lookUpUnit(environment, [...own.keys()], target);
  if ('unit' in found) return found.unit;
  const { ids, near } = found;
  throw new KeelsonError('KS8091', {
    object: environment,
    message: `there is no unit ${JSON.stringify(target)}; there is ${ids.join(', ')}`,
    ...(near !== undefined && { fix: `did you mean ${near}?` }),
  });
}

function closure(own: ReadonlyMap<string, UnitFile>, targets: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (unit: string): void => {
    const file = own.get(unit);
    if (!file || found.has(unit)) return;
    found.add(unit);
    for (const edge of file.dependsOn) add(edge.unit);
  };
  for (const target of targets) add(target);
  return found;
}
