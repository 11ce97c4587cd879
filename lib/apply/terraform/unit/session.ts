import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeelsonErrors } from '../../../core/errors.ts';
import type { Holder } from '../../lease/holder.ts';
import type { TerraformRules } from '../../policy/terraform-rules.ts';
import type { ConfigurationFile } from '../deny/configuration.ts';
import { deniedBy } from '../deny/deny-unit.ts';
import { readConfiguration } from '../deny/read-files.ts';
import { isLocal, stateKey } from '../deny/states.ts';
import { childEnvironment } from '../runner/child-environment.ts';
import { type Diagnostic, eventLine, parseEvent, type TerraformEvent } from '../runner/events.ts';
import type { TerraformProgram } from '../runner/find-program.ts';
import { PluginCache } from '../runner/plugin-cache.ts';
import { redact } from '../runner/redact.ts';
import { type ProcessResult, type ProcessRun, runProcess } from '../runner/run-process.ts';
import type { UnitCredentials } from '../runner/unit-credentials.ts';
import { checkFiles, makeWorkFolder, removeWorkFolder } from '../runner/work-folder.ts';
import type { RecordStore } from './apply-record.ts';
import { failures } from './failure.ts';
import { type ReadLock, s3Lock } from './s3-lock.ts';

/** One unit, as it is to be run. */
export interface TerraformUnit {
  /** `<env>/terraform.<stack>`. */
  readonly unit: string;
  /** `platform/env/terraform/stack`. */
  readonly key: string;
  /** Texts by path in the unit's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Values of its variables, bound ones resolved. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Values that may stand in no message. @default - none */
  readonly secrets?: readonly string[];
}

/** How units are run. */
export interface TerraformContext {
  readonly program: TerraformProgram;
  readonly rules: TerraformRules;
  /** Folder of the applier on this machine: work folders, and what outlives a run. */
  readonly home: string;
  /** @default - process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Credentials of this unit, as variables of the environment: to plan, and to apply. */
  readonly credentials?: UnitCredentials;
  /** Where it is written that an apply is under way, for whichever applier comes next. @default - in `home`, for this machine */
  readonly records?: RecordStore;
  /** Who applies. @default - this process, in no pod */
  readonly holder?: () => Promise<Holder>;
  /** Whether somebody who applied is dead beyond doubt. @default - as this machine tells */
  readonly isDead?: (holder: Holder) => boolean | Promise<boolean>;
  /** Does work that writes, when it may: here takes away the lock that a dead applier left. @default - no lock is taken away */
  readonly writing?: (work: () => Promise<void>) => Promise<void>;
  /** Whether a person looked at what an earlier apply left. @default false */
  readonly reviewed?: boolean;
  /** Arguments of `init` for a machine without the registry, such as `-plugin-dir=…`. @default - none */
  readonly initArgs?: readonly string[];
  readonly signal?: AbortSignal;
  /** Gets a line for a person as it happens. */
  readonly notify?: (line: string) => void;
  /** How long a run that was asked to end may take for it, milliseconds. @default 60000 */
  readonly graceMs?: number;
}

/** Whose credentials a step has. */
type Identity = 'plan' | 'apply';

/** A unit in a clean work folder. Nothing of it is run before the policy has been asked. */
export class TerraformSession {
  readonly folder: string;
  /** Whether the last step was killed before it could save what it had done. */
  wasKilled = false;
  readonly #unit: TerraformUnit;
  readonly #context: TerraformContext;

  readonly #configuration: readonly ConfigurationFile[];
  readonly #warned = new Set<string>();

  private constructor(unit: TerraformUnit, context: TerraformContext, folder: string, configuration: readonly ConfigurationFile[]) {
    this.#unit = unit;
    this.#context = context;
    this.folder = folder;
    this.#configuration = configuration;
  }

  /** Checks a unit and writes its folder. Throws KS8050 for all that the policy denies, KS8051 for a file that it can not have. */
  static async open(unit: TerraformUnit, context: TerraformContext): Promise<TerraformSession> {
    checkFiles(unit.files, unit.unit);
    const configuration = await readConfiguration(unit.files, unit.unit);
    const denied = deniedBy(context.rules, configuration, unit.unit, unit.key);
    if (denied.length > 0) throw new KeelsonErrors(denied);
    const folder = makeWorkFolder(join(context.home, 'work'), unit.files);
    const session = new TerraformSession(unit, context, folder, configuration);
    if (Object.keys(unit.variables).length > 0)
      writeFileSync(join(folder, 'keelson.auto.tfvars.json'), JSON.stringify(unit.variables), { mode: 0o600, flag: 'wx' });
    return session;
  }

  /** Initialises the folder; the lock of the providers is not written to. Throws KS8053, KS8054 and KS8057. */
  async init(): Promise<void> {
    const { rules, initArgs = [], home, signal } = this.#context;
    const { files, key } = this.#unit;
    const local = rules.localStates !== undefined && isLocal(this.#configuration);
    const lock = files.get('.terraform.lock.hcl');
    const args = [
      '-no-color',
      ...(lock !== undefined ? ['-lockfile=readonly'] : []),
      ...(local ? [`-backend-config=path=${join(rules.localStates as string, stateKey(key))}`] : []),
      ...initArgs,
    ];
    // What is taken from a folder of this machine needs no cache.
    const cached = initArgs.some((one) => one.startsWith('-plugin-dir')) ? undefined : lock;
    await new PluginCache(join(home, 'plugins')).use(cached, (variables) => this.step('init', 'plan', args, [0], { variables }), signal);
  }

  /**
   * Runs a step. Throws what it failed with, all together.
   * @param accepted exit codes that are no failure
   * @param own what only this step has
   */
  async step(
    name: string,
    identity: Identity,
    args: readonly string[],
    accepted: readonly number[] = [0],
    { variables, ...own }: Pick<ProcessRun, 'outputFile' | 'started'> & { readonly variables?: Readonly<Record<string, string>> } = {},
  ): Promise<ProcessResult> {
    const { program, rules, environment = process.env, signal, graceMs } = this.#context;
    const credentials = await this.#context.credentials?.[identity]();
    const all = [...(this.#unit.secrets ?? []), ...secretsIn(credentials)];
    const diagnostics: Diagnostic[] = [];
    const isStream = args.includes('-json') && (name === 'plan' || name === 'apply');
    const result = await runProcess({
      program: program.file,
      args: [...name.split(' '), ...args],
      folder: this.folder,
      environment: childEnvironment(environment, { ...credentials, ...variables }),
      timeoutMs: rules.timeoutSeconds * 1000,
      signal,
      ...(graceMs !== undefined && { graceMs }),
      ...own,
      ...(isStream && {
        line: (line: string) => {
          const event = parseEvent(line);
          if (event?.diagnostic) diagnostics.push(event.diagnostic);
          const told = event && eventLine(event);
          if (event && told !== undefined) this.#tell(event, redact(told, all));
        },
      }),
    });
    this.wasKilled = result.code === undefined;
    if (result.code !== undefined && accepted.includes(result.code) && result.endedBy === 'itself') return result;
    const { unit } = this.#unit;
    throw new KeelsonErrors(failures({ unit, step: name, result, diagnostics, secrets: all }));
  }

  /** A plan and its apply warn of the same: once is enough. */
  #tell({ type }: TerraformEvent, line: string): void {
    if (type === 'diagnostic' && this.#warned.has(line)) return;
    if (type === 'diagnostic') this.#warned.add(line);
    this.#context.notify?.(line);
  }

  /** What reads the id of the lock that a run with the apply identity has now. Undefined where nobody can say which it is. */
  async lock(): Promise<ReadLock | undefined> {
    const { environment = process.env, credentials } = this.#context;
    return s3Lock(this.#configuration, stateKey(this.#unit.key), environment, await credentials?.apply());
  }

  /** Removes the folder: plans and states in it hold secrets. */
  close(): void {
    removeWorkFolder(this.folder);
  }
}

/** What of credentials lets in. */
function secretsIn(credentials: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(credentials).flatMap(([name, value]) =>
    /_(SECRET_ACCESS_KEY|SESSION_TOKEN|AUTHORIZATION_TOKEN)$/.test(name) ? [value] : [],
  );
}
