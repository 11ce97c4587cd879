import type { AssemblyContent } from '../../assembly/content.ts';
import type { Plane, UnitEdge, UnitFile } from '../../assembly/schema.ts';
import { environmentOf } from '../../assembly/unit-key.ts';
import { compareText } from '../../core/compare.ts';
import { KeelsonError } from '../../core/errors.ts';
import { nearestWord } from '../../core/nearest.ts';
import { gpuCounter } from '../diff/kubernetes/gpu-counter.ts';
import { indexObjects } from '../diff/kubernetes/index-objects.ts';

/** A unit in the picture. */
export interface GraphUnit {
  /** `<env>/<unit id>`. */
  readonly key: string;
  readonly environment: string;
  readonly plane: Plane;
  /** Absent for Terraform. */
  readonly cluster?: string;
  readonly name: string;
  /** Objects, or resources and data sources. */
  readonly count: number;
  /** GPUs that its workloads request. */
  readonly gpus: number;
}

/** One unit needs another. */
export interface GraphEdge {
  /** The unit that is done first. */
  readonly from: string;
  readonly to: string;
  readonly reasons: UnitEdge['reasons'];
  /** Outputs of `from` that `to` is bound to, sorted. */
  readonly outputs: readonly string[];
}

export interface GraphModel {
  readonly units: readonly GraphUnit[];
  readonly edges: readonly GraphEdge[];
}

/**
 * The units of an assembly and what they need of each other, sorted.
 * @param environment only this one, and the units of others that it needs. Throws KS7006 when there is none of that name
 */
export function graphModel(content: AssemblyContent, environment?: string): GraphModel {
  if (environment !== undefined) checkEnvironment(content, environment);
  const keys = [...content.units.keys()].sort(compareText);
  const inside = new Set(keys.filter((key) => environment === undefined || environmentOf(key) === environment));
  const edges = [...inside].flatMap((key) => edgesOf(key, content.units.get(key)));
  const shown = new Set([...inside, ...edges.map((edge) => edge.from).filter((key) => content.units.has(key))]);
  const gpus = gpusByUnit(content);
  return {
    units: keys.filter((key) => shown.has(key)).map((key) => unitOf(key, content.units.get(key) as UnitFile, gpus.get(key) ?? 0)),
    edges: edges.filter((edge) => shown.has(edge.from)).sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to)),
  };
}

function checkEnvironment(content: AssemblyContent, environment: string): void {
  const names = Object.keys(content.manifest.environments);
  if (names.includes(environment)) return;
  const close = nearestWord(environment, names);
  throw new KeelsonError('KS7006', {
    message: `there is no environment ${JSON.stringify(environment)}`,
    fix: close === undefined ? `name one of ${names.join(', ')}` : `did you mean ${close}?`,
  });
}

function unitOf(key: string, unit: UnitFile, gpus: number): GraphUnit {
  const environment = environmentOf(key);
  const isKubernetes = unit.plane === 'kubernetes';
  // `kubernetes.<cluster>.<unit>`; names of units may hold dots.
  const name = isKubernetes ? key.slice(`${environment}/kubernetes.${unit.cluster}.`.length) : unit.stack;
  const count = isKubernetes ? unit.objects.length : unit.resources.length;
  return { key, environment, plane: unit.plane, ...(isKubernetes && { cluster: unit.cluster }), name, count, gpus };
}

function edgesOf(key: string, unit: UnitFile | undefined): GraphEdge[] {
  const outputs = new Map<string, Set<string>>();
  for (const { parts } of unit?.bindings ?? []) {
    for (const part of parts) if (typeof part !== 'string') outputs.set(part.unit, (outputs.get(part.unit) ?? new Set()).add(part.output));
  }
  return (unit?.dependsOn ?? []).map(({ unit: from, reasons }) => {
    return { from, to: key, reasons, outputs: [...(outputs.get(from) ?? [])].sort(compareText) };
  });
}

function gpusByUnit(content: AssemblyContent): ReadonlyMap<string, number> {
  const objects = [...indexObjects(content).values()].flatMap((byId) => [...byId.values()]);
  const count = gpuCounter(objects.map((after) => ({ after })));
  const gpus = new Map<string, number>();
  for (const object of objects) gpus.set(object.unit, (gpus.get(object.unit) ?? 0) + count(object, 'after'));
  return gpus;
}
