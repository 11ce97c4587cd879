import type { AssemblyContent, KubernetesObject } from '../../../assembly/content.ts';
import { type KubernetesUnitFile, type ObjectEntry, objectId } from '../../../assembly/schema.ts';
import { environmentOf } from '../../../assembly/unit-key.ts';
import { bindingsByTarget, type TargetBindings } from '../bindings.ts';

/** An object with everything that an assembly says about it. */
export interface LocatedObject {
  readonly id: string;
  /** `<env>/<cluster>`: identities count within a cluster. */
  readonly cluster: string;
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly entry: ObjectEntry;
  readonly bindings: TargetBindings;
  readonly manifest: KubernetesObject;
}

/** Objects of all clusters by `<env>/<cluster>`, then by identity. */
export type ObjectIndex = ReadonlyMap<string, ReadonlyMap<string, LocatedObject>>;

/** Finds the objects of an assembly. */
export function indexObjects(content: AssemblyContent | undefined): ObjectIndex {
  const clusters = new Map<string, Map<string, LocatedObject>>();
  for (const [unit, file] of content?.units ?? []) {
    if (file.plane !== 'kubernetes') continue;
    const cluster = `${environmentOf(unit)}/${file.cluster}`;
    const objects = clusters.get(cluster) ?? new Map<string, LocatedObject>();
    clusters.set(cluster, objects);
    for (const located of locate(content, unit, cluster, file)) objects.set(located.id, located);
  }
  return clusters;
}

function* locate(content: AssemblyContent | undefined, unit: string, cluster: string, file: KubernetesUnitFile): Generator<LocatedObject> {
  const bindingsOf = bindingsByTarget(file.bindings);
  for (const entry of file.objects) {
    const id = objectId(entry);
    yield {
      id,
      cluster,
      unit,
      entry,
      bindings: bindingsOf(id),
      // Parsing a manifest costs far more than finding it, and most of them are the same on both sides.
      get manifest() {
        return content?.objects.get(entry.file) ?? bare(entry);
      },
    };
  }
}

/** What is known of an object without its manifest. */
function bare(entry: ObjectEntry): KubernetesObject {
  const { apiVersion, kind, name, namespace } = entry;
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}
