import type { TerraformUnitFile } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { ReleaseSummary } from '../release/release.ts';
import { moreThanDrift, type ResourceDrift, resourceDrift } from '../terraform/drift/resource-drift.ts';
import { planTerraform } from '../terraform/unit/plan-unit.ts';
import type { TerraformUnit } from '../terraform/unit/session.ts';
import { chooseUnits } from './choose-units.ts';
import type { EnvironmentRun, TerraformAccess } from './environment-run.ts';
import { fillVariables, type Inputs, missingValue, readInputs, sameInputs } from './inputs.ts';
import { errorsIn } from './outputs.ts';
import { terraformBasis } from './release-basis.ts';
import { runTerraform } from './run-terraform.ts';
import { RunSession } from './session.ts';
import { unitFiles } from './unit-files.ts';

/** The drift of one Terraform unit. */
export interface TerraformUnitDrift {
  /** `<env>/terraform.<stack>`. */
  readonly unit: string;
  /** `platform/env/terraform/stack`. */
  readonly key: string;
  readonly resources: readonly ResourceDrift[];
  /** Whether the policy has it corrected. */
  readonly correct: boolean;
  /** Addresses of what was corrected. @default - nothing was asked to be */
  readonly corrected?: readonly string[];
  /** Why it could not be looked at, and what speaks against correcting it. */
  readonly errors: readonly KeelsonError[];
}

/** Ids of the Terraform units that a run is about. Throws KS8090. */
export function terraformUnits(run: EnvironmentRun): readonly string[] {
  return [...chooseUnits(run).files].flatMap(([unit, file]) => (file.plane === 'terraform' ? [unit] : []));
}

/**
 * What somebody else did to the resources of Terraform units since they were applied, by refreshes that write nothing. What goes wrong
 * with a unit is told with it.
 * @param correct whether to correct the units whose policy says so, by a plan through the same gate as any
 * @param only ids of units. @default - all of the run
 * @returns units that have drift or could not be looked at
 */
export async function terraformDrift(
  run: EnvironmentRun,
  correct: boolean,
  only: readonly string[] = terraformUnits(run),
): Promise<readonly TerraformUnitDrift[]> {
  const session = new RunSession(run, !correct);
  const found = await Promise.all(
    only.map(async (unit) => {
      const file = run.assembly.units.get(unit);
      return file?.plane === 'terraform' ? unitDrift(session, unit, file, correct) : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}

async function unitDrift(
  session: RunSession,
  unit: string,
  file: TerraformUnitFile,
  correct: boolean,
): Promise<TerraformUnitDrift | undefined> {
  const { run, outputs, epoch } = session;
  const base = { unit, key: file.key, resources: [] as readonly ResourceDrift[], correct: false };
  try {
    const release = await session.release(file.key);
    const inputs = await readInputs(outputs, file.bindings, { signal: run.signal });
    const [missing] = inputs.missing;
    if (missing) {
      // Never applied, it has nothing that could drift.
      if (!release || release.result === 'removed') return undefined;
      return { ...base, errors: [missingValue(unit, missing[0], missing[1].why)] };
    }
    const ready: TerraformUnit = {
      unit,
      key: file.key,
      files: unitFiles(run.assembly, file),
      ...(await fillVariables(unit, file.bindings, inputs)),
    };
    const context = await (run.terraform as TerraformAccess).context(file.key, file.roles);
    const { drift: mode, ignoreDrift } = context.rules;
    const resources = await session.slots.use(async () => {
      const plan = await planTerraform(ready, { ...context, ...(run.signal && { signal: run.signal }) }, { refreshOnly: true });
      plan.close();
      return resourceDrift(plan.drift, ignoreDrift);
    });
    if (resources.length === 0) return undefined;
    const drift = { ...base, resources, correct: mode === 'correct', errors: [] };
    if (!correct || !drift.correct) return drift;
    return { ...drift, ...(await corrected(session, ready, { file, inputs, release, resources, epoch })) };
  } catch (error) {
    if (run.signal?.aborted) return undefined;
    return { ...base, errors: errorsIn(error) };
  }
}

interface Correction {
  readonly file: TerraformUnitFile;
  readonly inputs: Inputs;
  readonly release: ReleaseSummary | undefined;
  readonly resources: readonly ResourceDrift[];
  readonly epoch: number;
}

/** Brings back what was applied, and nothing else: what the program changed since is left to an apply. */
async function corrected(
  session: RunSession,
  unit: TerraformUnit,
  { file, inputs, release, resources, epoch }: Correction,
): Promise<Pick<TerraformUnitDrift, 'corrected' | 'errors'>> {
  const refusal = (message: string): KeelsonError => new KeelsonError('KS8065', { object: unit.unit, message });
  if (release?.result !== 'applied') return { corrected: [], errors: [refusal('no release says what was applied')] };
  if (release.contentDigest !== session.digestOf(unit.unit) || !sameInputs(release.inputs, inputs.records))
    return { corrected: [], errors: [refusal('the program, or a value that the unit takes, changed since it was applied')] };
  const quarantined = await session.refusal(unit.unit, unit.key);
  if (quarantined) return { corrected: [], errors: [quarantined] };
  const outcome = await session.slots.use(() =>
    runTerraform(session, unit, {
      roles: file.roles,
      basis: terraformBasis(session, unit.unit, file, inputs.records),
      before: release,
      epoch,
      refuse: (changes) => {
        const more = moreThanDrift(changes, resources);
        return more === undefined ? undefined : refusal(`its plan has more than the drift: ${more}`);
      },
    }),
  );
  const isDone = outcome.result === 'applied' || outcome.result === 'unchanged';
  return { corrected: isDone ? resources.map(({ address }) => address) : [], errors: outcome.errors };
}
