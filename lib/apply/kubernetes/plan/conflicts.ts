import type { KubernetesObject } from '../../../assembly/content.ts';
import type { ApiStatus } from '../client/status.ts';

/** A field that another manager has. */
export interface FieldConflict {
  /** Name of the manager, such as `kubectl-client-side-apply`. */
  readonly manager: string;
  /** The field as the server writes it, such as `.spec.replicas`. */
  readonly field: string;
  /** Whether somebody edited it (`kubectl edit`, `patch`, a controller's update), rather than applied it or scaled the object. */
  readonly isEdit: boolean;
}

/** Conflicts that a refusal of server-side apply names; empty when it is another refusal. */
export function fieldConflicts(status: ApiStatus): FieldConflict[] {
  if (status.code !== 409) return [];
  return status.causes
    .filter((cause) => cause.reason === 'FieldManagerConflict')
    .map(({ message, field }) => {
      const manager = /conflict with "([^"]*)"/.exec(message)?.[1] ?? message;
      // apimachinery's printManager names the version only of updates ("using apps/v1"), and names a subresource.
      return { manager, field, isEdit: message.includes(' using ') && !message.includes(' with subresource ') };
    });
}

/** One line for a person. */
export function describeConflicts(conflicts: readonly FieldConflict[]): string {
  const byManager = new Map<string, string[]>();
  for (const { manager, field } of conflicts) byManager.set(manager, [...(byManager.get(manager) ?? []), field]);
  return [...byManager].map(([manager, fields]) => `${manager} has ${fields.join(', ')}`).join('; ');
}

/**
 * A copy of a manifest without the fields that others have. Undefined when a field can not be found in it, so that leaving it to the
 * other is not possible.
 */
export function withoutFields(manifest: KubernetesObject, fields: readonly string[]): KubernetesObject | undefined {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  for (const field of fields) if (!removeField(copy, parseFieldPath(field))) return undefined;
  return copy as unknown as KubernetesObject;
}

type Step = string | number | Readonly<Record<string, unknown>>;

/** Steps of a path such as `.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].hostPort` (fieldpath.Path.String). */
export function parseFieldPath(path: string): Step[] {
  const steps: Step[] = [];
  for (const [, name, inside] of path.matchAll(/\.((?:[^.[\\]|\\.)+)|\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/g)) {
    if (name !== undefined) steps.push(name.replaceAll(/\\(.)/g, '$1'));
    else if (inside !== undefined) steps.push(bracket(inside));
  }
  return steps;
}

function bracket(inside: string): Step {
  if (/^\d+$/.test(inside)) return Number(inside);
  const keys = [...inside.matchAll(/([^=,\s]+)=("(?:[^"\\]|\\.)*"|[^,]+)/g)].map(([, key, value]) => [
    key as string,
    JSON.parse(value as string) as unknown,
  ]);
  return Object.fromEntries(keys) as Readonly<Record<string, unknown>>;
}

function removeField(root: unknown, steps: readonly Step[]): boolean {
  let holder = root;
  for (const step of steps.slice(0, -1)) holder = child(holder, step);
  const last = steps.at(-1);
  if (last === undefined || typeof holder !== 'object' || holder === null) return false;
  if (Array.isArray(holder)) {
    const index = typeof last === 'number' ? last : holder.findIndex((entry) => hasKeys(entry, last));
    if (index < 0 || index >= holder.length) return false;
    holder.splice(index, 1);
    return true;
  }
  return typeof last === 'string' && Object.hasOwn(holder, last) && Reflect.deleteProperty(holder, last);
}

function child(holder: unknown, step: Step): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (Array.isArray(holder)) return typeof step === 'number' ? holder[step] : holder.find((entry) => hasKeys(entry, step));
  return typeof step === 'string' && Object.hasOwn(holder, step) ? (holder as Record<string, unknown>)[step] : undefined;
}

function hasKeys(entry: unknown, keys: Step): boolean {
  if (typeof keys !== 'object' || typeof entry !== 'object' || entry === null) return false;
  return Object.entries(keys).every(
    ([key, value]) =>
      (entry as Record<string, unknown>)[key] === value || (key === 'protocol' && value === 'TCP' && !Object.hasOwn(entry, key)),
  );
}
