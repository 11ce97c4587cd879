import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { compareText } from '../../../core/compare.ts';
import { isReference, type Reference, terraformReference } from '../../../synth/reference/reference.ts';
import { SecretHandle } from '../../../synth/secret-handle.ts';
import { reportError } from '../../../synth/state.ts';
import { isCdktfText } from '../../../synth/terraform/tokens.ts';

/** A value of a chart or an EKS add-on: what JSON has, or a {@link Reference} in place of a text or a number. */
export type Value = string | number | boolean | null | Reference<string> | Reference<number> | readonly Value[] | Values;

/** Values of a chart or an EKS add-on, as deep as they are. A key whose value is undefined is left out. */
export interface Values {
  readonly [key: string]: Value | undefined;
}

/** Checks {@link Values}: plain JSON, references and handles of secrets, which are told where they stand. */
export const valuesSchema = z.custom<Values>(
  (value) => isRecord(value) && isPlain(value),
  'an object of texts, numbers, booleans, null, lists and objects',
);

/**
 * Values over values: objects are merged, everything else is replaced; undefined leaves what is there.
 * @param over what counts
 */
export function mergeValues(under: Values, over: Values): Values {
  const result: Record<string, Value | undefined> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const known = result[key];
    result[key] = isRecord(known) && isRecord(value) ? mergeValues(known as Values, value as Values) : value;
  }
  return result;
}

/** What a leaf of values becomes in a JSON text. */
export type LeafWriter = (leaf: string | Reference<unknown>, path: string) => string;

/**
 * Values as JSON on one line, with sorted keys.
 * @param leaf writes texts and references, as JSON
 */
export function valuesJson(construct: IConstruct, values: Values, leaf: LeafWriter): string {
  const write = (value: unknown, path: string): string => {
    if (SecretHandle.is(value)) {
      reportError(construct, 'KS4009', `the secret ${value.secretName} (key ${value.key}) stands in ${path}`);
      return 'null';
    }
    if (isReference(value)) return leaf(value, path);
    if (typeof value === 'string')
      return leaf(isCdktfText(value) ? (terraformReference(construct, value) as Reference<unknown>) : value, path);
    if (Array.isArray(value)) return `[${value.map((entry, index) => write(entry ?? null, `${path}[${index}]`)).join(',')}]`;
    if (!isRecord(value)) return JSON.stringify(value);
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    const sorted = entries.sort(([a], [b]) => compareText(a, b));
    return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${write(entry, `${path}.${key}`)}`).join(',')}}`;
  };
  return write(values, 'values');
}

/**
 * Values as the text of a Terraform argument: `${` and `%{` of the values are no expressions of Terraform's, and a reference
 * becomes its expression. Reports KS9009 for a list or map that is known only later.
 */
export function terraformValues(construct: IConstruct, values: Values): string {
  const json = valuesJson(construct, values, (leaf, path) => {
    if (typeof leaf === 'string') return JSON.stringify(leaf);
    if (leaf.type === 'list' || leaf.type === 'map') {
      reportError(construct, 'KS9009', `${path} is a ${leaf.type} that is known only when the applier runs`);
      return 'null';
    }
    return leaf.type === 'number' || leaf.type === 'boolean' ? leaf.asString() : `"${leaf.asString()}"`;
  });
  // In JSON these stand in keys and texts only; references are no expressions yet.
  return json.replace(/([$%])\{/g, '$1$1{');
}

function isPlain(value: unknown): boolean {
  if (value === null || value === undefined || isReference(value) || SecretHandle.is(value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  return typeof value === 'object' ? isRecord(value) && Object.values(value).every(isPlain) : ['string', 'boolean'].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isReference(value) || SecretHandle.is(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
