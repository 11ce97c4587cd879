import type { TerraformUnitFile } from '../../assembly/schema.ts';
import type { ReleaseSummary } from '../release/release.ts';
import type { TerraformUnit } from '../terraform/unit/session.ts';
import type { TerraformAccess, UnitOutcome } from './environment-run.ts';
import { fillVariables, type Inputs, missingValue, readInputs, sameInputs } from './inputs.ts';
import { errorsIn } from './outputs.ts';
import { terraformBasis } from './release-basis.ts';
import { runTerraform } from './run-terraform.ts';
import type { RunSession } from './session.ts';
import { unitFiles } from './unit-files.ts';

type Outcome = Omit<UnitOutcome, 'durationMs'>;

/** Live objects may take so long to show a value that a unit of Terraform needs. */
const VALUE_MS = 60_000;

/** Plans a Terraform unit whose dependencies are done and, unless it is only planned, applies it. What goes wrong is its failure. */
export async function terraformUnit(session: RunSession, unit: string, file: TerraformUnitFile): Promise<Outcome> {
  const base = { unit, key: file.key, plane: 'terraform' as const };
  try {
    const { planOnly, outputs, run, epoch } = session;
    const inputs = await readInputs(outputs, file.bindings, { withinMs: planOnly ? 0 : VALUE_MS, signal: run.signal });
    if (inputs.missing.size > 0) return withoutValues(session, base, inputs);
    const terraform = run.terraform as TerraformAccess;
    const before = await session.release(file.key);
    if (before && !run.refresh && (await isSettled(session, unit, before, inputs, terraform)))
      return { ...base, result: 'unchanged', errors: [] };
    const { variables, secrets } = await fillVariables(unit, file.bindings, inputs);
    const ready: TerraformUnit = { unit, key: file.key, files: unitFiles(run.assembly, file), variables, secrets };
    const basis = terraformBasis(session, unit, file, inputs.records);
    return await session.slots.use(() => runTerraform(session, ready, { roles: file.roles, basis, before, epoch }));
  } catch (error) {
    return { ...base, result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** Whether nothing changed since the unit was applied: what it holds, what it is given, and what runs it. */
async function isSettled(
  session: RunSession,
  unit: string,
  release: ReleaseSummary,
  inputs: Inputs,
  terraform: TerraformAccess,
): Promise<boolean> {
  if (release.result !== 'applied' || release.contentDigest !== session.digestOf(unit)) return false;
  if (!sameInputs(release.inputs, inputs.records)) return false;
  const { name, version } = await terraform.tool();
  return release.tool?.name === name && release.tool.version === version;
}

/** In a plan it comes later; where everything before it is done, it never comes. */
function withoutValues({ planOnly }: RunSession, base: Pick<Outcome, 'unit' | 'key' | 'plane'>, { missing }: Inputs): Outcome {
  const later = planOnly && [...missing.values()].every(({ comesLater }) => comesLater);
  if (later) return { ...base, result: 'later', errors: [], after: [...new Set([...missing.values()].map(({ unit }) => unit))].sort() };
  const errors = [...missing]
    .filter(([, one]) => !(planOnly && one.comesLater))
    .map(([name, { why }]) => missingValue(base.unit, name, why));
  return { ...base, result: 'failed', errors };
}
