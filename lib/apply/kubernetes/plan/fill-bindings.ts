import type { KubernetesObject } from '../../../assembly/content.ts';
import type { Binding, BindingValue, ValueType } from '../../../assembly/schema.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { parsePointer } from '../../../core/json-pointer.ts';

/** Value of another unit's output; undefined when it is not known yet. */
export type ResolveValue = (unit: string, output: string) => unknown;

/** A copy of a manifest with each binding's value in its field. Throws KS8013 for a value that is not there or of another type. */
export function fillBindings(manifest: KubernetesObject, bindings: readonly Binding[], resolve: ResolveValue): KubernetesObject {
  if (bindings.length === 0) return manifest;
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  for (const binding of bindings) {
    if (binding.pointer === undefined) continue;
    const keys = parsePointer(binding.pointer);
    const last = keys.pop() as string;
    let holder: unknown = copy;
    for (const key of keys)
      holder =
        typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, last))
      throw new KeelsonError('KS8013', {
        object: binding.target,
        message: `it has no field ${binding.pointer}, which a binding fills`,
        fix: 'run synth again',
      });
    (holder as Record<string, unknown>)[last] = bindingValue(binding, resolve);
  }
  return copy as unknown as KubernetesObject;
}

/** The value of a binding: of one part as it is, of several as one text. */
export function bindingValue(binding: Binding, resolve: ResolveValue): unknown {
  const [only] = binding.parts;
  if (binding.parts.length === 1 && only !== undefined && typeof only !== 'string' && only.as === undefined)
    return typed(binding, only, binding.type, resolve);
  return binding.parts.map((part) => (typeof part === 'string' ? part : text(binding, part, resolve))).join('');
}

function text(binding: Binding, part: BindingValue, resolve: ResolveValue): string {
  const value = typed(binding, part, part.type, resolve);
  if (part.as === 'json') return JSON.stringify(value);
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  return part.as === 'jsonString' ? JSON.stringify(plain).slice(1, -1) : plain;
}

function typed(binding: Binding, part: BindingValue, type: ValueType, resolve: ResolveValue): unknown {
  const value = resolve(part.unit, part.output);
  const name = `${part.unit}.${part.output}`;
  if (value === undefined)
    throw new KeelsonError('KS8013', { object: binding.target, message: `${binding.pointer} needs ${name}, which is not known` });
  if (type === 'any' || matches(value, type)) return value;
  const number = type === 'number' && typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  throw new KeelsonError('KS8013', {
    object: binding.target,
    message: `${binding.pointer} needs ${name} as a ${type}, and it is ${found}`,
    fix: 'correct what gives the value',
  });
}

function matches(value: unknown, type: ValueType): boolean {
  switch (type) {
    case 'list':
      return Array.isArray(value);
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
