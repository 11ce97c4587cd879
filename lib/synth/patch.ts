import { isDeepStrictEqual } from 'node:util';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { getPointer, hasPointer } from '../core/json-pointer.ts';
import { outputOf } from './construct-path.ts';
import { errorAt, reportError, stateOf } from './state.ts';

/** An operation of JSON Patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

type Change = { readonly kind: 'patch'; readonly operation: PatchOperation } | { readonly kind: 'merge'; readonly value: unknown };

const CHANGES = Symbol.for('keelson.changes');
type Holder = IConstruct & { [CHANGES]?: Change[] };

/**
 * Changes the output of an object or resource by JSON Patch, after all libraries are done with it: nothing is lost on the way.
 * Pointers are those of the output: of the manifest, or of the resource's body in `cdk.tf.json`.
 * A path that does not exist fails the synth (KS1007), as does what is no operation (KS1001); one that changes nothing warns (KS1008).
 */
export function patch(construct: IConstruct, ...operations: PatchOperation[]): void {
  for (const operation of operations) {
    const wrong = wrongOperation(operation);
    if (wrong !== undefined) reportError(construct, 'KS1001', wrong, { fix: FORM });
    else add(construct, { kind: 'patch', operation });
  }
}

/**
 * Changes the output of an object or resource by JSON Merge Patch (RFC 7396): objects are merged, null removes, the rest replaces.
 * What is no object is reported (KS1001), and changes nothing.
 */
export function merge(construct: IConstruct, value: Readonly<Record<string, unknown>>): void {
  if (isRecord(value)) add(construct, { kind: 'merge', value });
  else reportError(construct, 'KS1001', `the merge is ${Array.isArray(value) ? 'a list' : String(value)}`, { fix: 'it must be an object' });
}

const OPERATIONS = ['add', 'replace', 'remove', 'move', 'copy'];
const FORM = `it must be like { op: 'replace', path: '/spec/replicas', value: 2 }, and op one of ${OPERATIONS.join(', ')}`;

/** What is wrong with an operation of a JavaScript user, or one that was cast. Its value is not shown: it may be long, or a secret. */
function wrongOperation(operation: unknown): string | undefined {
  if (!isRecord(operation)) return `a patch operation is ${Array.isArray(operation) ? 'a list' : String(operation)}`;
  const { op, path, from, value } = operation;
  if (typeof op !== 'string' || !OPERATIONS.includes(op)) return `op of a patch operation is ${JSON.stringify(op)}`;
  if (typeof path !== 'string') return `path of the patch operation ${op} is ${JSON.stringify(path)}`;
  if ((op === 'move' || op === 'copy') && typeof from !== 'string') return `from of the patch ${op} ${path} is ${JSON.stringify(from)}`;
  if ((op === 'add' || op === 'replace') && value === undefined) return `value of the patch ${op} ${path} is missing`;
  return undefined;
}

function add(construct: IConstruct, ...changes: Change[]): void {
  stateOf(construct);
  const target: Holder = outputOf(construct);
  if (!isPatchable(target)) {
    throw errorAt(construct, 'KS1007', 'a patch is for a construct that is neither a Kubernetes object nor a Terraform resource', {
      fix: 'patch one of its children',
    });
  }
  const list = target[CHANGES] ?? [];
  if (list.length === 0) Object.defineProperty(target, CHANGES, { value: list });
  list.push(...changes);
}

/** Whether a construct has changes to apply. */
export function hasChanges(construct: IConstruct): boolean {
  return CHANGES in construct;
}

/** Applies a construct's changes to its output. Lost ones are reported, and leave the output as it is. */
export function applyChanges<T>(construct: IConstruct, output: T): T {
  let current: unknown = output;
  for (const change of (construct as Holder)[CHANGES] ?? []) {
    const next = change.kind === 'merge' ? mergePatch(current, plain(change.value)) : applyOperation(construct, current, change.operation);
    if (next === undefined) continue;
    if (isDeepStrictEqual(next, current)) {
      const what = change.kind === 'merge' ? 'a merge' : `${change.operation.op} ${change.operation.path}`;
      stateOf(construct).warnings.push(errorAt(construct, 'KS1008', `${what} sets what is already there`));
    }
    current = next;
  }
  return current as T;
}

function applyOperation(construct: IConstruct, document: unknown, operation: PatchOperation): unknown {
  const { op, path } = operation;
  const lost = (what: string): undefined => reportError(construct, 'KS1007', `the patch ${op} ${path} is lost: ${what}`) as undefined;
  const isNew = op === 'add' || op === 'move' || op === 'copy';
  const needed = [...(op === 'move' || op === 'copy' ? [operation.from] : []), isNew ? parentOf(path) : path];
  for (const pointer of [path, ...needed]) if (pointer !== '' && !pointer.startsWith('/')) return lost(`${pointer} does not begin with /`);
  if (path === '') return lost('it would replace the whole output');
  const missing = needed.find((pointer) => pointer !== '' && !hasPointer(document, pointer));
  if (missing !== undefined) return lost(`${missing} is not in the output`);
  const list = isNew ? getPointer(document, parentOf(path)) : undefined;
  const place = path.slice(path.lastIndexOf('/') + 1);
  // The library would put an entry whose place is beyond the end somewhere else, without a word.
  if (Array.isArray(list) && place !== '-' && !(/^(0|[1-9]\d*)$/.test(place) && Number(place) <= list.length))
    return lost(`${parentOf(path)} has ${list.length} entries, and a new one stands at 0 to ${list.length}, or at - for the end`);
  return JsonPatch.apply(structuredClone(document), toStep(operation));
}

function toStep(operation: PatchOperation): JsonPatch {
  switch (operation.op) {
    case 'add':
      return JsonPatch.add(operation.path, plain(operation.value));
    case 'replace':
      return JsonPatch.replace(operation.path, plain(operation.value));
    case 'remove':
      return JsonPatch.remove(operation.path);
    case 'move':
      return JsonPatch.move(operation.from, operation.path);
    case 'copy':
      return JsonPatch.copy(operation.from, operation.path);
  }
}

/** References inside a patch's value become their markers, as they do in an object's own fields. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function isPatchable(construct: object): boolean {
  return ApiObject.isApiObject(construct) || 'cdktfStack' in construct;
}

/** Reports those patches of cdk8s's own `addJsonPatch` that a library dropped while it wrote the object. */
export function reportLostPatches(object: ApiObject, output: unknown): void {
  const patches = (object as unknown as { patches: { _toJson(): { op: string; path: string; value?: unknown } }[] }).patches;
  for (const entry of patches) {
    const { op, path, value } = entry._toJson();
    if ((op !== 'add' && op !== 'replace') || value === undefined) continue;
    const last = path.endsWith('/-') ? (getPointer(output, parentOf(path)) as unknown[] | undefined)?.at(-1) : getPointer(output, path);
    if (isDeepStrictEqual(last, value)) continue;
    stateOf(object).errors.push(
      errorAt(object, 'KS1007', `the patch ${op} ${path} is lost: the library that writes the object dropped it`, {
        fix: 'use patch(object, …) of keelson, which is applied last',
      }),
    );
  }
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function mergePatch(target: unknown, value: unknown): unknown {
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === null) delete result[key];
    else result[key] = mergePatch(result[key], entry);
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
