import { setTimeout as sleep } from 'node:timers/promises';
import type { Binding, BindingValue, KubernetesUnitFile } from '../../../assembly/schema.ts';
import type { ResolveValue } from '../plan/fill-bindings.ts';
import { type LiveSource, readLiveOutput } from './live-output.ts';
import { type Output, outputName, type ReadOutput } from './output.ts';

/** Values that a unit's bindings take, read once before it is planned. */
export interface UnitValues {
  readonly resolve: ResolveValue;
  /** Why values are not there, by `unit.output`. */
  readonly pending: ReadonlyMap<string, string>;
  /** Those of them that this run gives once it is applied. */
  readonly comesLater: ReadonlySet<string>;
  /** Values made up for the sandbox, by `unit.output`. */
  readonly standIns: ReadonlyMap<string, unknown>;
}

/** Where values come from. */
export interface ValueSource extends LiveSource {
  /** Kubernetes units of the cluster by `<env>/<unit id>`: their outputs are fields of live objects. */
  readonly units: ReadonlyMap<string, KubernetesUnitFile>;
  /** Outputs of all other units. @default - none is known */
  readonly outputs?: ReadOutput | undefined;
  /** Makes up a value without a source. @default - none is made up */
  readonly standIn?: ((value: BindingValue) => unknown) | undefined;
  /** Milliseconds that a live object may take to show a value. @default 0 */
  readonly withinMs?: number;
}

/** Reads each value that some bindings take, at once. Throws KS8003, KS8004. */
export async function readValues(source: ValueSource, bindings: readonly Binding[]): Promise<UnitValues> {
  const wanted = new Map<string, BindingValue>();
  for (const { parts } of bindings) for (const part of parts) if (typeof part !== 'string') wanted.set(outputName(part), part);
  const values = new Map<string, unknown>();
  const pending = new Map<string, string>();
  const comesLater = new Set<string>();
  const standIns = new Map<string, unknown>();
  await Promise.all(
    [...wanted].map(async ([name, part]) => {
      const output = await readOne(source, part);
      if ('value' in output) values.set(name, output.value);
      else if (source.standIn && !source.units.has(part.unit)) {
        const value = source.standIn(part);
        values.set(name, value);
        standIns.set(name, value);
      } else {
        pending.set(name, output.pending);
        if (output.comesLater || source.units.get(part.unit)?.outputs[part.output]) comesLater.add(name);
      }
    }),
  );
  return { resolve: (unit, output) => values.get(outputName({ unit, output })), pending, comesLater, standIns };
}

async function readOne(source: ValueSource, { unit, output }: BindingValue): Promise<Output> {
  const file = source.units.get(unit);
  if (!file)
    return (await source.outputs?.(unit, output)) ?? { pending: `${unit} was not applied in this run, and no record of it was given` };
  const deadline = performance.now() + (source.withinMs ?? 0);
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    const found = await readLiveOutput(source, unit, file, output);
    if ('value' in found || performance.now() + wait > deadline) return found;
    await sleep(wait, undefined, source.signal ? { signal: source.signal } : {});
  }
}
