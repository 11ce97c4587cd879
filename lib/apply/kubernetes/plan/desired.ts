import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { type Binding, type ObjectEntry, objectId } from '../../../assembly/schema.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { KeelsonError } from '../../../core/errors.ts';
import type { ObjectRef } from '../../plan/types.ts';
import { boundReads, rolls, valuesChecksum, withChecksum } from '../bindings/roll-pods.ts';
import { bindingValue, fillBindings, type ResolveValue } from './fill-bindings.ts';
import { PART_OF } from './live-metadata.ts';
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

/** What objects of a unit are made from. */
export interface DesiredInput {
  readonly entries: readonly ObjectEntry[];
  readonly bindings: readonly Binding[];
  /** Id of the ApplySet whose label every object has. */
  readonly applySet: string;
  read(file: string): KubernetesObject;
  readonly resolve: ResolveValue;
  /** Whether a secret value is in what a binding gives. */
  isSensitive(binding: Binding): boolean;
  /** Bindings of ConfigMaps and Secrets that pods of the unit may read, by target: those of units that it depends on, too. */
  readonly config: ReadonlyMap<string, readonly Binding[]>;
  /** Key of checksums of secret values. @default - checksums of secret values are not made */
  readonly key?: Uint8Array | undefined;
}

/** Reads objects of a unit, each file only when it is needed. */
export function desiredObjects(input: DesiredInput): DesiredObject[] {
  const byTarget = new Map<string, Binding[]>();
  for (const binding of input.bindings) byTarget.set(binding.target, [...(byTarget.get(binding.target) ?? []), binding]);
  return input.entries.map((entry) => new LazyDesired(entry, byTarget.get(objectId(entry)) ?? [], input));
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
  readonly #input: DesiredInput;
  /** Of what its pods read; undefined when nothing of that is bound. */
  readonly #checksum: string | undefined;

  constructor(entry: ObjectEntry, bindings: readonly Binding[], input: DesiredInput) {
    this.id = objectId(entry);
    this.entry = entry;
    this.#bindings = bindings;
    this.#input = input;
    this.#checksum = input.config.size > 0 && rolls(entry) ? this.#checksumOfReads() : undefined;
    this.wanted = this.#digest();
  }

  get manifest(): KubernetesObject {
    const filled = secretDataOnly(fillBindings(this.#read(), this.#bindings, this.#input.resolve));
    return this.#checksum === undefined ? filled : withChecksum(filled, this.#checksum);
  }

  /** The unit file is what plans, guards and records go by: a manifest that says something else is not written. */
  #read(): KubernetesObject {
    const manifest = this.#input.read(this.entry.file);
    const { apiVersion, kind, metadata } = manifest;
    const isSame =
      apiVersion === this.entry.apiVersion && typeof metadata === 'object' && objectId({ apiVersion, kind, ...metadata }) === this.id;
    const label = metadata?.labels?.[PART_OF];
    if (isSame && label === this.#input.applySet) return manifest;
    throw new KeelsonError('KS8022', {
      object: this.entry.file,
      message: isSame
        ? `its label ${PART_OF} is ${JSON.stringify(label ?? '')}, and its unit's is ${this.#input.applySet}`
        : `it is not the ${this.id} that its unit lists`,
    });
  }

  /** The file's digest, with the values that fill it. */
  #digest(): string | undefined {
    const { resolve, isSensitive } = this.#input;
    if (this.#bindings.length === 0 && this.#checksum === undefined)
      return this.entry.digest.slice('sha256:'.length, 'sha256:'.length + 32);
    if (this.#bindings.some(isSensitive)) return undefined;
    const values = this.#bindings.map((binding) =>
      binding.parts.map((part) => (typeof part === 'string' ? part : (resolve(part.unit, part.output) ?? null))),
    );
    return createHash('sha256')
      .update(`${this.entry.digest}\n${canonicalJson(this.#checksum === undefined ? values : [values, this.#checksum])}`)
      .digest('hex')
      .slice(0, 32);
  }

  #checksumOfReads(): string | undefined {
    const { config, resolve, isSensitive, key } = this.#input;
    const bindings = boundReads(this.#read(), config).flatMap((id) => config.get(id) ?? []);
    const open = bindings.filter((binding) => key !== undefined || !isSensitive(binding));
    const known = open.filter(({ parts }) =>
      parts.every((part) => typeof part === 'string' || resolve(part.unit, part.output) !== undefined),
    );
    if (known.length === 0) return undefined;
    return valuesChecksum(known, (binding) => bindingValue(binding, resolve), known.some(isSensitive) ? key : undefined);
  }
}
