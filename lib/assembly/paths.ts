import { createHash } from 'node:crypto';

/** What the path of a manifest is made of: the whole identity of the object. */
export interface ManifestIdentity {
  readonly env: string;
  readonly cluster: string;
  readonly unit: string;
  readonly namespace?: string | undefined;
  readonly kind: string;
  /** API group, empty for the core one. */
  readonly group: string;
  readonly name: string;
}

/** `<env>/kubernetes/<cluster>/<unit>/<namespace|_cluster>/<kind>[.<group>]/<name>.yaml`. */
export function manifestPath({ env, cluster, unit, namespace, kind, group, name }: ManifestIdentity): string {
  const type = group === '' ? kind : `${kind}.${group}`;
  const folder = namespace === undefined ? '_cluster' : segment(namespace);
  return `${segment(env)}/kubernetes/${segment(cluster)}/${segment(unit)}/${folder}/${typeSegment(type)}/${segment(name, '.yaml')}`;
}

/** `<env>/units/<unit id>.json`. */
export function unitFilePath(env: string, unitId: string): string {
  return `${segment(env)}/units/${segment(unitId, '.json')}`;
}

/** `<env>/terraform/<stack>`. */
export function stackPath(env: string, stack: string): string {
  return `${segment(env)}/terraform/${segment(stack)}`;
}

/** `<env>/terraform/<stack>/cdk.tf.json`. */
export function stackFilePath(env: string, stack: string): string {
  return `${stackPath(env, stack)}/cdk.tf.json`;
}

const LIMIT = 200;
/** Device names that Windows takes for no file, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A text as one segment of a path: anything but letters, digits, `-`, `_` and `.` is escaped as `%XX`, and over 200 bytes it is
 * cut and hashed. A name with a capital letter carries a hash, so that no two names of a folder differ only by case; a name
 * never depends on its neighbours, so adding one renames nothing.
 */
export function segment(text: string, ending = ''): string {
  let escaped = text.replace(/[^A-Za-z0-9._-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  if (/^[._]/.test(escaped)) escaped = `%${escaped.charCodeAt(0).toString(16)}${escaped.slice(1)}`;
  if (RESERVED.test(escaped)) escaped = `%${escaped.charCodeAt(0).toString(16)}${escaped.slice(1)}`;
  if (escaped.endsWith('.')) escaped = `${escaped.slice(0, -1)}%2e`;
  const hashed = /[A-Z]/.test(escaped) || escaped.length + ending.length > LIMIT;
  if (!hashed) return `${escaped}${ending}`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${escaped.slice(0, LIMIT - ending.length - hash.length - 1)}-${hash}${ending}`;
}

/** Kinds are written as they are; two that differ only by case don't exist in one group. */
function typeSegment(type: string): string {
  return /^[A-Za-z0-9.-]+$/.test(type) && type.length <= LIMIT ? type : segment(type);
}
