import type { UnitFile } from '../../assembly/schema.ts';
import { environmentOf } from '../../assembly/unit-key.ts';
import { KeelsonError } from '../../core/errors.ts';
import { outputName } from '../kubernetes/bindings/output.ts';
import type { UnitOutcome } from './environment-run.ts';
import type { RunSession } from './session.ts';

/**
 * A unit that takes values from Terraform units of other environments which do not give them yet: no run of this one ever will. In a plan
 * it comes later; else it is blocked (KS8097). A sandbox makes such values up.
 */
export async function waitsForOthers(
  { run, outputs, planOnly }: RunSession,
  unit: string,
  { key, plane, bindings }: UnitFile,
): Promise<Omit<UnitOutcome, 'durationMs'> | undefined> {
  if (!run.terraform) return undefined;
  const missing = new Map<string, { readonly unit: string; readonly why: string }>();
  for (const part of bindings.flatMap(({ parts }) => parts)) {
    if (typeof part === 'string' || environmentOf(part.unit) === run.environment) continue;
    if (run.assembly.units.get(part.unit)?.plane === 'kubernetes') continue;
    const given = await outputs.find(part.unit, part.output);
    if ('pending' in given) missing.set(outputName(part), { unit: part.unit, why: given.pending });
  }
  if (missing.size === 0) return undefined;
  const after = [...new Set([...missing.values()].map((one) => one.unit))].sort();
  const base = { unit, key, plane, after };
  if (planOnly) return { ...base, result: 'later', errors: [] };
  const errors = after.map((other) => {
    const own = [...missing].filter(([, one]) => one.unit === other);
    const message = `it waits for ${other}: it needs ${own.map(([name]) => name).join(', ')}, and ${own[0]?.[1].why}`;
    return new KeelsonError('KS8097', {
      object: unit,
      message,
      fix: `apply that environment first: keelson apply --env ${environmentOf(other)}`,
    });
  });
  return { ...base, result: 'blocked', errors };
}
