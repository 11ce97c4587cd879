import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { type Binding, type ObjectEntry, objectId } from '../../../assembly/schema.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import type { ObjectRef } from '../../plan/types.ts';
import { fillBindings, type ResolveValue } from './fill-bindings.ts';
import { secretDataOnly } from './secret-data.ts';

/** One object of the assembly as it shall be in the cluster. */
export interface DesiredObject {
  /** `group/Kind/namespace/name`. */
  readonly id: string;
  readonly entry: ObjectEntry;
  /** Digest of what is wanted. Undefined when a secret value is in it, of which no digest is kept. */
  readonly wanted: string | undefined;
  /** The manifest with its bindings filled; read each time, since thousands need not be in memory at once. */
  readonly manifest: KubernetesObject;
}

/** Reads objects of a unit, each file only when it is needed. */
export function desiredObjects(
  entries: readonly ObjectEntry[],
  bindings: readonly Binding[],
  read: (file: string) => KubernetesObject,
  resolve: ResolveValue,
): DesiredObject[] {
  const byTarget = new Map<string, Binding[]>();
  for (const binding of bindings) byTarget.set(binding.target, [...(byTarget.get(binding.target) ?? []), binding]);
  return entries.map((entry) => {
    const id = objectId(entry);
    const bound = byTarget.get(id) ?? [];
    return new LazyDesired(id, entry, bound, read, resolve);
  });
}

/** Which object an entry is about. */
export function refOfEntry({ apiVersion, kind, namespace, name }: ObjectEntry): ObjectRef {
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name };
}

class LazyDesired implements DesiredObject {
  readonly id: string;
  readonly entry: ObjectEntry;
  readonly wanted: string | undefined;
  readonly #bindings: readonly Binding[];
  readonly #read: (file: string) => KubernetesObject;
  readonly #resolve: ResolveValue;

  constructor(
    id: string,
    entry: ObjectEntry,
    bindings: readonly Binding[],
    read: (file: string) => KubernetesObject,
    resolve: ResolveValue,
  ) {
    this.id = id;
    this.entry = entry;
    this.#bindings = bindings;
    this.#read = read;
    this.#resolve = resolve;
    this.wanted = this.#digest();
  }

  get manifest(): KubernetesObject {
    return secretDataOnly(fillBindings(this.#read(this.entry.file), this.#bindings, this.#resolve));
  }

  /** The file's digest, with the values that fill it. */
  #digest(): string | undefined {
    if (this.#bindings.length === 0) return this.entry.digest.slice('sha256:'.length, 'sha256:'.length + 32);
    if (this.#bindings.some((binding) => binding.sensitive)) return undefined;
    const values = this.#bindings.map((binding) =>
      binding.parts.map((part) => (typeof part === 'string' ? part : this.#resolve(part.unit, part.output))),
    );
    return createHash('sha256')
      .update(`${this.entry.digest}\n${canonicalJson(values)}`)
      .digest('hex')
      .slice(0, 32);
  }
}
