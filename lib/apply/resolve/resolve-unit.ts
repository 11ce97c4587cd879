import type { KubernetesObject } from '../../assembly/content.ts';
import { type KubernetesUnitFile, objectId, type UnitFile } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import { outputName } from '../kubernetes/bindings/output.ts';
import { configBindings } from '../kubernetes/bindings/roll-pods.ts';
import { isSensitive } from '../kubernetes/bindings/sensitive.ts';
import { desiredObjects } from '../kubernetes/plan/desired.ts';
import type { Given } from '../run/outputs.ts';

/** What resolving a unit needs. */
export interface ResolveInput {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly file: KubernetesUnitFile;
  readonly units: ReadonlyMap<string, UnitFile>;
  read(file: string, digest: string): KubernetesObject;
  /** What a unit gives. */
  find(unit: string, output: string): Promise<Given>;
}

/** A unit whose bindings are filled. */
export interface ResolvedUnit {
  /** Manifests by file, of the objects that are left. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Objects that a secret value would fill, by id, with the values' names: they can be in no file. */
  readonly secret: ReadonlyMap<string, readonly string[]>;
  /** Values that nobody gave yet (KS8013). */
  readonly problems: readonly KeelsonError[];
}

/** Fills the bindings of a unit as the applier would, but for secret values, which may stand in no file. Throws KS8013 and KS8022. */
export async function resolveUnit({ unit, file, units, read, find }: ResolveInput): Promise<ResolvedUnit> {
  const before = file.dependsOn.flatMap(({ unit: other }) => units.get(other)?.bindings ?? []);
  const config = configBindings([...file.bindings, ...before]);
  const values = new Map<string, unknown>();
  const secrets = new Set<string>();
  const problems: KeelsonError[] = [];
  const own = new Set(file.bindings);
  for (const binding of new Set([...file.bindings, ...[...config.values()].flat()]))
    for (const part of binding.parts) {
      const name = typeof part === 'string' ? '' : outputName(part);
      if (typeof part === 'string' || values.has(name) || secrets.has(name)) continue;
      const given = await find(part.unit, part.output);
      if ('secret' in given || isSensitive(units, binding)) secrets.add(name);
      else if ('value' in given) values.set(name, given.value);
      else if (own.has(binding)) problems.push(new KeelsonError('KS8013', { object: unit, message: `it needs ${name}: ${given.pending}` }));
    }
  const secret = new Map<string, readonly string[]>();
  for (const { target, parts } of file.bindings) {
    const names = parts.flatMap((part) => (typeof part !== 'string' && secrets.has(outputName(part)) ? [outputName(part)] : []));
    if (names.length > 0) secret.set(target, [...(secret.get(target) ?? []), ...names]);
  }
  const objects = new Map<string, KubernetesObject>();
  if (problems.length > 0) return { objects, secret, problems };
  const entries = file.objects.filter((entry) => !secret.has(objectId(entry)));
  const digests = new Map(entries.map((entry) => [entry.file, entry.digest]));
  const desired = desiredObjects({
    entries,
    bindings: file.bindings,
    applySet: file.applySet,
    read: (path) => read(path, digests.get(path) as string),
    resolve: (from, output) => values.get(outputName({ unit: from, output })),
    isSensitive: (binding) => isSensitive(units, binding),
    config,
  });
  for (const { entry, manifest } of desired) objects.set(entry.file, manifest);
  return { objects, secret, problems };
}
