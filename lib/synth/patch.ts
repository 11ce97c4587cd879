import { isDeepStrictEqual } from 'node:util';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { getPointer, hasPointer } from '../core/json-pointer.ts';
import { outputOf } from './construct-path.ts';
import { errorAt, stateOf } from './state.ts';

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
 * A path that does not exist fails the synth (KS1007); an operation that changes nothing warns (KS1008).
 */
export function patch(construct: IConstruct, ...operations: PatchOperation[]): void {
  add(construct, ...operations.map((operation): Change => ({ kind: 'patch', operation })));
}

/** Changes the output of an object or resource by JSON Merge Patch (RFC 7396): objects are merged, null removes, the rest replaces. */
export function merge(construct: IConstruct, value: Readonly<Record<string, unknown>>): void {
  add(construct, { kind: 'merge', value });
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
  const { path } = operation;
  const needed = operation.op === 'add' ? parentOf(path) : operation.op === 'move' || operation.op === 'copy' ? operation.from : path;
  if (!path.startsWith('/') || (needed !== '' && !hasPointer(document, needed))) {
    stateOf(construct).errors.push(
      errorAt(construct, 'KS1007', `the patch ${operation.op} ${path} is lost: ${needed || path} is not in the output`),
    );
    return undefined;
  }
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
