import { KeelsonError } from '../core/errors.ts';
import { applySetId } from './apply-set.ts';
import { type KubernetesUnitFile, objectId, type UnitFile } from './schema.ts';

/** A unit's key says whose objects it owns, so it may say nothing else than its place does. Throws KS3007. */
export function checkPlace(unit: UnitFile, at: { platform: string; env: string; unitId: string; file: string }): void {
  const scope = unit.plane === 'terraform' ? 'terraform' : unit.cluster;
  const prefix = unit.plane === 'terraform' ? 'terraform.' : `kubernetes.${unit.cluster}.`;
  const name = at.unitId.slice(prefix.length);
  const wanted = `${at.platform}/${at.env}/${scope}/${name}`;
  if (!at.unitId.startsWith(prefix) || unit.key !== wanted || (unit.plane === 'terraform' && unit.stack !== name))
    throw new KeelsonError('KS3007', {
      object: at.file,
      message: `it says that it is ${unit.key}, and keelson.json has it as ${at.env}/${at.unitId}`,
    });
}

/**
 * What the applier goes by: the ApplySet of a unit is its own, no object stands in it twice or in two units of a cluster, and a List,
 * which would bring in objects that nobody listed, is none. Throws KS3007.
 */
export function checkObjects(units: ReadonlyMap<string, UnitFile>, fileOf: (unit: string) => string): void {
  const seen = new Map<string, string>();
  for (const [key, unit] of units) if (unit.plane === 'kubernetes') checkUnit(key, unit, fileOf(key), seen);
}

function checkUnit(key: string, unit: KubernetesUnitFile, file: string, seen: Map<string, string>): void {
  if (unit.applySet !== applySetId(unit.key))
    throw new KeelsonError('KS3007', {
      object: file,
      message: `its ApplySet is ${unit.applySet}, and that of ${unit.key} is ${applySetId(unit.key)}`,
    });
  const [environment] = key.split('/');
  for (const entry of unit.objects) {
    if (entry.kind.endsWith('List') && entry.apiVersion === 'v1')
      throw new KeelsonError('KS3007', {
        object: file,
        message: `${entry.file} is a ${entry.kind}, and holds objects that the unit does not list`,
      });
    const id = `${environment}/${unit.cluster} ${objectId(entry)}`;
    const other = seen.get(id);
    if (other !== undefined)
      throw new KeelsonError('KS3007', {
        object: file,
        message: other === key ? `${objectId(entry)} stands in it twice` : `${objectId(entry)} stands in it and in ${other}`,
      });
    seen.set(id, key);
  }
}
