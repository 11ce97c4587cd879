import { asMap, isMap } from '../../../core/fields/maps.ts';
import type { LocatedObject } from './index-objects.ts';

/** Fields of a pod that name a ConfigMap or Secret, with the field in them that has the name. */
const USES: Readonly<Record<string, { readonly kind: string; readonly fields: readonly string[] }>> = {
  configMap: { kind: 'ConfigMap', fields: ['name'] },
  configMapRef: { kind: 'ConfigMap', fields: ['name'] },
  configMapKeyRef: { kind: 'ConfigMap', fields: ['name'] },
  secret: { kind: 'Secret', fields: ['secretName', 'name'] },
  secretRef: { kind: 'Secret', fields: ['name'] },
  secretKeyRef: { kind: 'Secret', fields: ['name'] },
};

/** ConfigMaps and Secrets that the pods of an object read, as `Kind/namespace/name`. */
export function readBy(object: LocatedObject): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry);
    if (!isMap(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const use = USES[key];
      const name = use?.fields.map((field) => asMap(child)[field]).find((candidate) => typeof candidate === 'string');
      if (use && typeof name === 'string') found.add(`${use.kind}/${object.entry.namespace ?? ''}/${name}`);
      visit(child);
    }
  };
  visit(asMap(object.manifest['spec'])['template']);
  return found;
}
