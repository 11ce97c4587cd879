import type { OpenAssembly } from '../../assembly/open.ts';
import type { TerraformUnitFile } from '../../assembly/schema.ts';
import type { InputRecord, ReleaseSummary } from '../release/release.ts';
import type { ReleaseStore } from '../release/release-store.ts';
import type { UnitOutcome } from './environment-run.ts';
import { fillVariables, readInputs } from './inputs.ts';
import { errorsIn, type Given, type Outputs } from './outputs.ts';
import { releasedBasis, terraformBasis } from './release-basis.ts';
import { runTerraform } from './run-terraform.ts';
import type { RunSession } from './session.ts';
import { releasedUnit, unitFiles } from './unit-files.ts';

/** Destroys what a Terraform unit that left the program has, with the files and values of its last release. */
export async function removedTerraformUnit(session: RunSession, release: ReleaseSummary): Promise<Omit<UnitOutcome, 'durationMs'>> {
  const { unit, key } = release;
  const base = { unit, key, plane: 'terraform' as const };
  try {
    const { epoch } = session;
    const { file, files } = await releasedUnit(session.run.store as ReleaseStore, release);
    const given = await givenBefore(session.outputs, release.inputs);
    const { variables, secrets } = await fillVariables(unit, file.bindings, { given, records: release.inputs, missing: new Map() });
    const ready = { unit, key, files, variables, secrets };
    const work = { roles: file.roles, basis: releasedBasis(release), before: release, epoch, removes: true };
    return await session.slots.use(() => runTerraform(session, ready, work));
  } catch (error) {
    return { ...base, result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** Values as they were, secret ones as they are now. */
async function givenBefore(outputs: Outputs, inputs: Readonly<Record<string, InputRecord>>): Promise<ReadonlyMap<string, Given>> {
  const given = new Map<string, Given>();
  for (const [name, input] of Object.entries(inputs)) {
    const dot = name.lastIndexOf('.');
    given.set(name, 'value' in input ? { value: input.value } : await outputs.find(name.slice(0, dot), name.slice(dot + 1)));
  }
  return given;
}

/** Destroys what a Terraform unit of the output has that was never released here, such as one that was applied by hand. */
export async function destroyedTerraformUnit(
  session: RunSession,
  unit: string,
  file: TerraformUnitFile,
  assembly: OpenAssembly,
): Promise<Omit<UnitOutcome, 'durationMs'>> {
  const { key, roles, bindings } = file;
  try {
    const { epoch } = session;
    const inputs = await readInputs(session.outputs, bindings);
    const { variables, secrets } = await fillVariables(unit, bindings, inputs);
    const work = { roles, basis: terraformBasis(session, unit, file, inputs.records), before: undefined, epoch, removes: true };
    const ready = { unit, key, files: unitFiles(assembly, file), variables, secrets };
    return await session.slots.use(() => runTerraform(session, ready, work));
  } catch (error) {
    return { unit, key, plane: 'terraform', result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}
