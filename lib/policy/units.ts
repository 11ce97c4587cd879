import type { AssemblyContent, KubernetesObject } from '../assembly/content.ts';
import type { Binding, KubernetesUnitFile, ObjectEntry, TerraformUnitFile, UnitFile } from '../assembly/schema.ts';
import { environmentOf } from '../assembly/unit-key.ts';

/** A unit of an assembly, with where it stands. */
export interface Unit<T extends UnitFile = UnitFile> {
  /** `<env>/<unit id>`. */
  readonly key: string;
  readonly environment: string;
  readonly content: T;
}
export type KubernetesUnit = Unit<KubernetesUnitFile>;
export type TerraformUnit = Unit<TerraformUnitFile>;

/** Every unit, in the order of the manifest. */
export function unitsOf(assembly: AssemblyContent): readonly Unit[] {
  return [...assembly.units].map(([key, content]) => ({ key, environment: environmentOf(key), content }));
}

export function kubernetesUnits(assembly: AssemblyContent): readonly KubernetesUnit[] {
  return unitsOf(assembly).filter((unit): unit is KubernetesUnit => unit.content.plane === 'kubernetes');
}

export function terraformUnits(assembly: AssemblyContent): readonly TerraformUnit[] {
  return unitsOf(assembly).filter((unit): unit is TerraformUnit => unit.content.plane === 'terraform');
}

/** An entry of a unit file with its manifest. */
export interface PlacedObject {
  readonly entry: ObjectEntry;
  readonly object: KubernetesObject;
}

/** The objects of a unit whose manifests are there. */
export function objectsOf(assembly: AssemblyContent, unit: KubernetesUnit): readonly PlacedObject[] {
  return unit.content.objects.flatMap((entry) => {
    const object = assembly.objects.get(entry.file);
    return object === undefined ? [] : [{ entry, object }];
  });
}

const NONE: ReadonlyMap<string, Binding> = new Map();
const indices = new WeakMap<UnitFile, ReadonlyMap<string, ReadonlyMap<string, Binding>>>();

/** The bindings of one target, by pointer. */
export function bindingsOf(unit: Unit, target: string): ReadonlyMap<string, Binding> {
  let index = indices.get(unit.content);
  if (!index) {
    const targets = new Map<string, Map<string, Binding>>();
    for (const binding of unit.content.bindings) {
      const pointers = targets.get(binding.target) ?? new Map<string, Binding>();
      targets.set(binding.target, pointers.set(binding.pointer ?? '', binding));
    }
    index = targets;
    indices.set(unit.content, index);
  }
  return index.get(target) ?? NONE;
}

/** An object as a person names it: `Deployment acme/chat`. */
export function describe(entry: Pick<ObjectEntry, 'kind' | 'namespace' | 'name'>): string {
  return `${entry.kind} ${entry.namespace === undefined ? '' : `${entry.namespace}/`}${entry.name}`;
}

/** Where a finding about an object is. */
export function placeOf(
  unit: Unit,
  entry: ObjectEntry,
): { readonly unit: string; readonly object: string; readonly path: string; readonly file: string } {
  return { unit: unit.key, object: describe(entry), path: entry.path, file: entry.file };
}
