import { setTimeout as sleep } from 'node:timers/promises';
import type { Binding, BindingValue } from '../../assembly/schema.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { compareText } from '../../core/compare.ts';
import { KeelsonError } from '../../core/errors.ts';
import { outputName } from '../kubernetes/bindings/output.ts';
import { bindingValue } from '../kubernetes/plan/fill-bindings.ts';
import type { InputRecord } from '../release/release.ts';
import { type Given, inputRecord, type Outputs } from './outputs.ts';

/** Values that a unit takes from others, as they are now. */
export interface Inputs {
  readonly given: ReadonlyMap<string, Given>;
  /** What is recorded of them, by `<unit>.<output>`. */
  readonly records: Readonly<Record<string, InputRecord>>;
  /** Those that are not there, by `<unit>.<output>`. */
  readonly missing: ReadonlyMap<string, { readonly unit: string; readonly why: string; readonly comesLater: boolean }>;
}

/**
 * Reads what bindings take; secret values are not read yet.
 * @param withinMs how long live objects may take to show a value
 */
export async function readInputs(
  outputs: Outputs,
  bindings: readonly Binding[],
  { withinMs = 0, signal }: { readonly withinMs?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<Inputs> {
  const wanted = new Map<string, BindingValue>();
  for (const { parts } of bindings) for (const part of parts) if (typeof part !== 'string') wanted.set(outputName(part), part);
  const deadline = performance.now() + withinMs;
  const find = async ({ unit, output }: BindingValue): Promise<Given> => {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
      const found = await outputs.find(unit, output);
      if (!('pending' in found) || performance.now() + wait > deadline) return found;
      await sleep(wait, undefined, signal ? { signal } : {});
    }
  };
  const given = new Map(await Promise.all([...wanted].map(async ([name, part]) => [name, await find(part)] as const)));
  const records: Record<string, InputRecord> = {};
  const missing = new Map<string, { unit: string; why: string; comesLater: boolean }>();
  for (const name of [...given.keys()].sort(compareText)) {
    const value = given.get(name) as Given;
    const record = inputRecord(value);
    if (record) records[name] = record;
    if ('pending' in value)
      missing.set(name, { unit: (wanted.get(name) as BindingValue).unit, why: value.pending, comesLater: value.comesLater === true });
  }
  return { given, records, missing };
}

/** Whether a unit was given the same values before. Of a secret one, that it is of the same state. */
export function sameInputs(before: Readonly<Record<string, InputRecord>>, now: Readonly<Record<string, InputRecord>>): boolean {
  const isKnown = (record: InputRecord): boolean => !('sensitive' in record) || record.from.lineage !== '';
  return canonicalJson(before) === canonicalJson(now) && Object.values(now).every(isKnown);
}

/** Values of a unit's variables, and those of them that may stand in no message. */
export interface Variables {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
}

/** Fills the variables of a Terraform unit; secret values are read now. Throws KS8013, and what Terraform ends with. */
export async function fillVariables(unit: string, bindings: readonly Binding[], { given }: Inputs): Promise<Variables> {
  const values = new Map<string, unknown>();
  const secrets: string[] = [];
  for (const [name, value] of given) {
    const output = 'secret' in value ? await value.secret() : value;
    if ('pending' in output) throw missingValue(unit, name, output.pending);
    values.set(name, output.value);
    if ('secret' in value) secrets.push(...textsIn(output.value));
  }
  const variables = bindings.map((binding) => {
    const value = bindingValue(binding, (from, output) => values.get(outputName({ unit: from, output })));
    if (binding.sensitive) secrets.push(...textsIn(value));
    return [binding.target.replace(/^var\./, ''), value] as const;
  });
  return { variables: Object.fromEntries(variables), secrets };
}

/** A value that a unit needs is not there (KS8013). */
export function missingValue(unit: string, name: string, why: string): KeelsonError {
  return new KeelsonError('KS8013', { object: unit, message: `it needs ${name}, which is not known: ${why}` });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
