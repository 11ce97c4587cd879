import { parseUnitFile } from '../../assembly/parse.ts';
import type { TerraformUnitFile } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { InputRecord, UnitRelease } from '../release/release.ts';
import type { ReleaseStore } from '../release/release-store.ts';
import type { UnitOutcome } from './environment-run.ts';
import { fillVariables } from './inputs.ts';
import { errorsIn, type Given, type Outputs } from './outputs.ts';
import { releasedBasis } from './release-basis.ts';
import { runTerraform } from './run-terraform.ts';
import type { RunSession } from './session.ts';
import { unitFiles } from './unit-files.ts';

/** Destroys what a Terraform unit that left the program has, with the files and values of its last release. */
export async function removedTerraformUnit(session: RunSession, release: UnitRelease): Promise<Omit<UnitOutcome, 'durationMs'>> {
  const { unit, key } = release;
  const base = { unit, key, plane: 'terraform' as const };
  try {
    return await session.slots.use(async () => {
      const { file, files } = await releasedUnit(session.run.store as ReleaseStore, release);
      const given = await givenBefore(session.outputs, release.inputs);
      const { variables, secrets } = await fillVariables(unit, file.bindings, { given, records: release.inputs, missing: new Map() });
      const ready = { unit, key, files, variables, secrets };
      return runTerraform(session, ready, { roles: file.roles, basis: releasedBasis(release), before: release, removes: true });
    });
  } catch (error) {
    return { ...base, result: session.run.signal?.aborted ? 'interrupted' : 'failed', errors: errorsIn(error) };
  }
}

/** The unit file and the texts of a release. Throws KS8093 for one that is not whole. */
async function releasedUnit(
  store: ReleaseStore,
  release: UnitRelease,
): Promise<{ readonly file: TerraformUnitFile; readonly files: Map<string, string> }> {
  const [path] = Object.entries(release.files).find(([, digest]) => digest === release.contentDigest) ?? [];
  const file = path === undefined ? undefined : parseUnitFile(await store.text(release.contentDigest), path);
  if (file?.plane !== 'terraform' || file.key !== release.key)
    throw new KeelsonError('KS8093', { object: release.unit, message: `release ${release.revision} does not hold its unit file` });
  const texts = new Map<string, string>();
  for (const { digest } of file.files) texts.set(digest, await store.text(digest));
  return { file, files: unitFiles({ text: (_, digest) => texts.get(digest) as string }, file) };
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
