import { createHash, createHmac } from 'node:crypto';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { type Binding, objectId } from '../../../assembly/schema.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { groupKind } from '../plan/order.ts';

/** Annotation of a pod template: a checksum of the bound values in the ConfigMaps and Secrets that its pods read. */
export const BOUND_VALUES = 'keelson.dev/bound-values';

/** Kinds that roll their pods when the template changes. What runs to its end (Job, JobSet, RayJob) can not change, and does not. */
const ROLLING: ReadonlySet<string> = new Set([
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/StatefulSet',
  'argoproj.io/Rollout',
  'leaderworkerset.x-k8s.io/LeaderWorkerSet',
  'ray.io/RayService',
  'serving.kserve.io/InferenceService',
  'serving.kserve.io/LLMInferenceService',
]);

/** The key, and the key of the name below it, with which pods name what they read (k8s.io/api v0.36.2 core/v1). */
const READS: Readonly<Record<string, readonly [kind: string, name: string][]>> = {
  configMap: [['ConfigMap', 'name']],
  configMapKeyRef: [['ConfigMap', 'name']],
  configMapRef: [['ConfigMap', 'name']],
  secret: [
    ['Secret', 'secretName'],
    ['Secret', 'name'],
  ],
  secretKeyRef: [['Secret', 'name']],
  secretRef: [['Secret', 'name']],
};

/** Bindings of ConfigMaps and Secrets, by their target: what pods read without having it in their template. */
export function configBindings(bindings: readonly Binding[]): Map<string, Binding[]> {
  const byTarget = new Map<string, Binding[]>();
  for (const binding of bindings)
    if (/^\/(ConfigMap|Secret)\//.test(binding.target)) byTarget.set(binding.target, [...(byTarget.get(binding.target) ?? []), binding]);
  return byTarget;
}

/** Whether objects of a kind roll their pods. */
export function rolls(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean {
  return ROLLING.has(groupKind(object));
}

/** Bound ConfigMaps and Secrets that the pods of a workload read, as ids, sorted. */
export function boundReads(manifest: KubernetesObject, bound: ReadonlyMap<string, unknown>): string[] {
  const { namespace } = manifest.metadata;
  return [...namesIn(manifest.spec)]
    .map((name) => objectId({ apiVersion: 'v1', kind: name.split('/')[0] as string, namespace, name: name.split('/')[1] as string }))
    .filter((id) => bound.has(id))
    .sort();
}

/**
 * Checksum of bound values. With a key it tells nothing of them to who has not the key, however short they are.
 * @param value the whole value of a binding; undefined when it is not known
 */
export function valuesChecksum(bindings: readonly Binding[], value: (binding: Binding) => unknown, key: Uint8Array | undefined): string {
  const text = canonicalJson(bindings.map((binding) => [binding.target, binding.pointer ?? '', value(binding) ?? null]));
  return (key ? createHmac('sha256', key) : createHash('sha256')).update(text).digest('hex').slice(0, 16);
}

/** A copy of a workload with the checksum in each template of pods. */
export function withChecksum(manifest: KubernetesObject, checksum: string): KubernetesObject {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  for (const template of templatesIn(copy['spec'])) {
    const metadata = isMap(template['metadata']) ? template['metadata'] : {};
    template['metadata'] = {
      ...metadata,
      annotations: { ...(isMap(metadata['annotations']) && metadata['annotations']), [BOUND_VALUES]: checksum },
    };
  }
  if (manifest.kind === 'InferenceService' && isMap(copy['spec']))
    for (const part of ['predictor', 'transformer', 'explainer']) annotate(copy['spec'][part], checksum);
  return copy as unknown as KubernetesObject;
}

/** Parts of an InferenceService are pod specs themselves, with annotations for the pods beside (kserve v1beta1 ComponentExtensionSpec). */
function annotate(part: unknown, checksum: string): void {
  if (!isMap(part)) return;
  const target = part as Record<string, unknown>;
  target['annotations'] = { ...(isMap(target['annotations']) && target['annotations']), [BOUND_VALUES]: checksum };
}

function namesIn(value: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const entry of node) visit(entry);
    if (!isMap(node)) return;
    for (const [key, entry] of Object.entries(node)) {
      for (const [kind, name] of (Object.hasOwn(READS, key) && READS[key]) || [])
        if (isMap(entry) && typeof entry[name] === 'string') names.add(`${kind}/${entry[name]}`);
      visit(entry);
    }
  };
  visit(value);
  return names;
}

/** Maps with a pod spec in `spec`, wherever they stand. */
function templatesIn(value: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const entry of node) visit(entry);
    if (!isMap(node)) return;
    if (isMap(node['spec']) && Array.isArray(node['spec']['containers'])) found.push(node as Record<string, unknown>);
    else for (const entry of Object.values(node)) visit(entry);
  };
  visit(value);
  return found;
}
