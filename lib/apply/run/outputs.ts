import { environmentOf } from '../../assembly/unit-key.ts';
import { KeelsonError, KeelsonErrors } from '../../core/errors.ts';
import type { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import { readLiveOutput } from '../kubernetes/bindings/live-output.ts';
import { type Output, outputName } from '../kubernetes/bindings/output.ts';
import type { InputRecord, OutputRecord, ReleaseSummary } from '../release/release.ts';
import { type OutputValue, readTerraformOutputs } from '../terraform/unit/plan-unit.ts';
import type { EnvironmentRun } from './environment-run.ts';
import type { Slots } from './slots.ts';
import { releasedUnit } from './unit-files.ts';

type State = NonNullable<ReleaseSummary['state']>;

/** A value that a unit gives. A secret one is only read when it is needed, and never recorded: the state that it is of stands for it. */
export type Given =
  | { readonly value: unknown }
  | { readonly from: State; readonly secret: () => Promise<Output> }
  | { readonly pending: string; readonly comesLater?: boolean };

/** Where values are looked for. */
export interface OutputSource {
  readonly run: EnvironmentRun;
  readonly planOnly: boolean;
  readonly slots: Slots;
  cluster(name: string): Promise<OpenCluster>;
  latest(environment: string): Promise<ReadonlyMap<string, ReleaseSummary>>;
}

/** What a Terraform unit gave in this run. */
interface Told {
  readonly values: Readonly<Record<string, OutputValue>>;
  readonly state: State | undefined;
  /** Whether what is not in it comes with the apply. */
  readonly isPlan: boolean;
}

/** Values that units give to each other: of this run, of their last releases, and of live objects. */
export class Outputs {
  readonly #source: OutputSource;
  readonly #told = new Map<string, Told>();
  readonly #secrets = new Map<string, Promise<Readonly<Record<string, OutputValue>>>>();

  constructor(source: OutputSource) {
    this.#source = source;
  }

  /** A Terraform unit gave values. */
  tell(unit: string, told: Told): void {
    this.#told.set(unit, told);
  }

  /** A value for Kubernetes units, in clear. Throws what Terraform ends with. */
  async read(unit: string, output: string): Promise<Output> {
    const given = await this.find(unit, output);
    return 'secret' in given ? given.secret() : given;
  }

  /** A value, and what may be recorded of it. Throws KS8003, KS8004. */
  async find(unit: string, output: string): Promise<Given> {
    const { assembly } = this.#source.run;
    const told = this.#told.get(unit);
    if (told) return this.#ofRun(unit, output, told);
    const file = assembly.units.get(unit);
    if (file?.plane === 'kubernetes') return this.#ofCluster(unit, output);
    const latest = await this.#source.latest(environmentOf(unit));
    const release = file ? latest.get(file.key) : [...latest.values()].find((one) => one.unit === unit);
    if (!release || release.result === 'removed') return { pending: `${unit} was not applied yet`, comesLater: this.#isPlanned(unit) };
    return this.#ofRelease(unit, output, release);
  }

  #ofRun(unit: string, output: string, { values, state, isPlan }: Told): Given {
    const found = values[output];
    if (!found)
      return isPlan ? { pending: `${unit} gives it once it is applied`, comesLater: true } : { pending: `${unit} does not give it` };
    if (!found.sensitive) return { value: found.value };
    return { from: state ?? { lineage: '', serial: 0 }, secret: async () => ({ value: found.value }) };
  }

  /** Whether the unit is part of this very plan. */
  #isPlanned(unit: string): boolean {
    const { planOnly, run } = this.#source;
    return planOnly && run.terraform !== undefined && run.onlyCluster === undefined && environmentOf(unit) === run.environment;
  }

  async #ofCluster(unit: string, output: string): Promise<Given> {
    const { run, planOnly } = this.#source;
    const file = run.assembly.units.get(unit);
    if (file?.plane !== 'kubernetes') return { pending: `there is no unit ${unit}` };
    if (environmentOf(unit) !== run.environment)
      return { pending: `${unit} is in another environment, whose clusters this run does not read` };
    const cluster = await this.#source.cluster(file.cluster);
    const { connection, signal } = cluster.run;
    const { impersonate } = cluster.run.rules(file.key);
    const source = { connection, discovery: cluster.state.discovery, impersonate, signal };
    const found = await readLiveOutput(source, unit, file, output);
    if (!('value' in found)) return planOnly ? { ...found, comesLater: true } : found;
    const isSecret = file.outputs[output]?.sensitive === true || file.outputs[output]?.from?.object.startsWith('/Secret/') === true;
    return isSecret ? { from: { lineage: '', serial: 0 }, secret: async () => found } : found;
  }

  #ofRelease(unit: string, output: string, release: ReleaseSummary): Given {
    const { outputs, state } = release;
    const found: OutputRecord | undefined = outputs[output];
    if (!found) return { pending: `the last release of ${unit} does not give it` };
    if ('value' in found) return { value: found.value };
    return { from: state ?? { lineage: '', serial: 0 }, secret: () => this.#secretOf(unit, output, release) };
  }

  /** Asks Terraform itself: once in a run for all secret outputs of a unit. */
  async #secretOf(unit: string, output: string, release: ReleaseSummary): Promise<Output> {
    const { run, slots } = this.#source;
    const { terraform, store } = run;
    if (!terraform || !store) return { pending: `${outputName({ unit, output })} is secret, and ${unit} can not be asked` };
    const read = async (): Promise<Readonly<Record<string, OutputValue>>> => {
      const { file, files } = await releasedUnit(store, release);
      const context = await terraform.context(file.key, file.roles);
      return slots.use(() => readTerraformOutputs({ unit, key: file.key, files, variables: {} }, context));
    };
    const known = this.#secrets.get(unit) ?? read();
    this.#secrets.set(unit, known);
    const found = (await known)[output];
    return found ? { value: found.value } : { pending: `the state of ${unit} does not have it` };
  }
}

/** What may be recorded of a value. */
export function inputRecord(given: Given): InputRecord | undefined {
  if ('value' in given) return { value: given.value };
  return 'secret' in given ? { sensitive: true, from: given.from } : undefined;
}

/** Errors of a unit's work, whichever way they were thrown; anything else is thrown on. */
export function errorsIn(error: unknown): readonly KeelsonError[] {
  if (KeelsonErrors.is(error)) return error.errors;
  if (KeelsonError.is(error)) return [error];
  // What a pause throws when it is interrupted; the reason is its cause.
  if (error instanceof Error && error.name === 'AbortError' && KeelsonError.is(error.cause)) return [error.cause];
  throw error;
}
