import type { ObjectEntry } from '../../../assembly/schema.ts';
import { apiGroup } from '../../../core/api-version.ts';

/**
 * Kinds that others of the same unit need at once when they are written, in waves; what is in no wave is in the one marked `rest`.
 * Config before workloads, roles before their bindings, and what intercepts requests after all that it might intercept.
 */
const WAVES: readonly (readonly string[] | 'rest')[] = [
  [
    '/Namespace',
    'apiextensions.k8s.io/CustomResourceDefinition',
    'scheduling.k8s.io/PriorityClass',
    'storage.k8s.io/StorageClass',
    'node.k8s.io/RuntimeClass',
    'networking.k8s.io/IngressClass',
  ],
  [
    '/ResourceQuota',
    '/LimitRange',
    '/ServiceAccount',
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/ClusterRole',
    '/ConfigMap',
    '/Secret',
    '/PersistentVolume',
    '/PersistentVolumeClaim',
    'networking.k8s.io/NetworkPolicy',
  ],
  ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding', '/Service', 'policy/PodDisruptionBudget'],
  'rest',
  ['autoscaling/HorizontalPodAutoscaler', 'networking.k8s.io/Ingress', 'apiregistration.k8s.io/APIService'],
  [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/MutatingAdmissionPolicy',
    'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
    'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  ],
];
const REST = WAVES.indexOf('rest');
const WAVE_OF: ReadonlyMap<string, number> = new Map(
  WAVES.flatMap((kinds, wave) => (kinds === 'rest' ? [] : kinds.map((kind) => [kind, wave] as const))),
);

/** Kinds that the API server must know or have before it takes others: they are written before the others are checked. */
const FOUNDATIONS: ReadonlySet<string> = new Set(['/Namespace', 'apiextensions.k8s.io/CustomResourceDefinition']);

type Identity = Pick<ObjectEntry, 'apiVersion' | 'kind'>;

/** Whether an object must be there before others of its unit can even be checked. */
export function isFoundation(object: Identity): boolean {
  return FOUNDATIONS.has(groupKind(object));
}

/** `group/Kind`, with an empty group for the core one. */
export function groupKind({ apiVersion, kind }: Identity): string {
  return `${apiGroup(apiVersion)}/${kind}`;
}

/**
 * Objects in waves: each is written after all of the waves before. An object comes after what its `dependsOn` names, and in its
 * kind's wave or later. Deleting goes the other way round.
 */
export function applyWaves<T extends { readonly id: string; readonly entry: ObjectEntry }>(objects: readonly T[]): T[][] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const wave = new Map<string, number>();
  const visit = (object: T, path: ReadonlySet<string>): number => {
    const known = wave.get(object.id);
    if (known !== undefined) return known;
    let result = waveOf(object.entry) * 1000;
    for (const id of object.entry.dependsOn ?? []) {
      const before = byId.get(id);
      if (before && !path.has(id)) result = Math.max(result, visit(before, new Set([...path, object.id])) + 1);
    }
    wave.set(object.id, result);
    return result;
  };
  const waves = new Map<number, T[]>();
  for (const object of objects) {
    const number = visit(object, new Set());
    const list = waves.get(number);
    if (list) list.push(object);
    else waves.set(number, [object]);
  }
  return [...waves].sort(([a], [b]) => a - b).map(([, list]) => list);
}

/** Position of a kind in the order; kinds without one stand together. */
export function waveOf(object: Identity): number {
  return WAVE_OF.get(groupKind(object)) ?? REST;
}
