/*
 * Terraform's configuration in its JSON form, which is loose: at each level a block may be one object or a list of them, and what
 * is a block or an argument is known by the provider's schema alone.
 */

export type Json = Readonly<Record<string, unknown>>;

/** One file of a configuration, read. */
export interface ConfigurationFile {
  /** Path in the unit's folder. */
  readonly path: string;
  readonly body: Json;
}

/** A block with labels, and where it stands. */
export interface Block {
  readonly path: string;
  /** `resource.aws_s3_bucket.pictures`. */
  readonly address: string;
  readonly labels: readonly string[];
  readonly body: Json;
}

/** The blocks of a type with so many labels. */
export function blocks({ path, body }: ConfigurationFile, type: string, labels: 0 | 1 | 2): Block[] {
  const found: Block[] = [];
  const visit = (value: unknown, names: readonly string[], left: number): void => {
    for (const one of objects(value)) {
      if (left === 0) found.push({ path, address: [type, ...names].join('.'), labels: names, body: one });
      else for (const [name, inner] of Object.entries(one)) visit(inner, [...names, name], left - 1);
    }
  };
  visit(body[type], [], labels);
  return found;
}

/** The objects at a place: one, a list of them, a list of lists, or none. */
export function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  return typeof value === 'object' && value !== null ? [value as Json] : [];
}

/** Every value in a block with its key, at any depth. */
export function* entries(value: unknown): Generator<{ readonly key: string; readonly value: unknown }> {
  if (Array.isArray(value)) for (const item of value) yield* entries(item);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      yield { key, value: inner };
      yield* entries(inner);
    }
}

/** Every text in a value, keys included: Terraform takes expressions in both. */
export function* texts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* texts(item);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* texts(inner);
    }
}
