import type { ValueType } from '../../assembly/schema.ts';
import type { Schema } from '../../facts/kubernetes/schema.ts';
import { type ObjectCheck, show } from './issue.ts';

type SchemaType = NonNullable<Schema['type']>;

const WORDS: Readonly<Record<SchemaType, string>> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Types of references that fit a field, by the type of the field. */
const BINDABLE: Readonly<Record<SchemaType, readonly ValueType[]>> = {
  string: ['string'],
  integer: ['number'],
  number: ['number'],
  boolean: ['boolean'],
  array: ['list'],
  object: ['map'],
};

/** Whether a field takes a whole number or a string, such as a port by number or name. */
export function isIntOrString(check: ObjectCheck, schema: Schema): boolean {
  return schema === check.schemas.intOrString || schema['x-kubernetes-int-or-string'] === true;
}

/** Whether a value has the type of a schema. */
export function hasType(value: unknown, type: SchemaType): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

/** Checks that a reference of a type may stand in a field. */
export function checkBound(check: ObjectCheck, type: ValueType, schema: Schema, pointer: string): void {
  const scalar = schema === check.schemas.quantity || isIntOrString(check, schema);
  if (type === 'any' || (schema.type === undefined && !scalar)) return;
  const allowed: readonly ValueType[] = scalar ? ['string', 'number'] : BINDABLE[schema.type ?? 'object'];
  if (allowed.includes(type)) return;
  const message = `a reference to a ${type} stands where the schema wants ${typeWords(check, schema)}`;
  check.report({ code: 'KS5003', pointer, message, fix: 'use a reference of that type' });
}

/** Reports a value of the wrong type. */
export function reportType(check: ObjectCheck, value: unknown, schema: Schema, pointer: string): void {
  const wanted = typeWords(check, schema);
  check.report({ code: 'KS5003', pointer, message: `${show(value)} is not ${wanted}`, fix: `give ${wanted}` });
}

function typeWords(check: ObjectCheck, schema: Schema): string {
  if (schema === check.schemas.quantity) return 'a quantity';
  return isIntOrString(check, schema) ? 'a whole number or a string' : WORDS[schema.type ?? 'object'];
}
