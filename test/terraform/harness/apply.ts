import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { run } from '../../support/run.ts';
import type { Json } from './differences.ts';
import type { Machine, MotoMachine } from './machine.ts';
import { type Moto, startMoto } from './moto.ts';
import { terraformEnv } from './tools.ts';
import { remove, unitOf, type Workspace, writeWorkspace } from './workspace.ts';

/** The provider waits seconds for what a fake does at once, so it may wait for much at a time. */
const PARALLEL = '-parallelism=50';

/** How stacks are applied. */
export interface ApplyOptions {
  /** Types or addresses that the fake does not have; they are left out with what reads them, and told. @default - none */
  readonly lacks?: readonly string[];
  /** Values of variables that no binding of these units fills. @default - none */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A fake that runs already. @default - a new one */
  readonly moto?: Moto;
  /** Called when all is applied, before it is destroyed. */
  during?(applied: Applied): Promise<void> | void;
  /** Where states are kept: beside the copy, or where the stack says, in a bucket of the fake. @default 'local' */
  readonly backend?: 'local' | 'own';
  /** Keep what was made in the fake. @default false */
  readonly keep?: boolean;
}

/** What is in the fake. */
export interface Applied {
  readonly moto: Moto;
  /** Attributes of a resource or data source as the state has them. Throws a RangeError when it is not there. */
  resource(address: string): Json;
  /** All addresses of all states, sorted. */
  readonly addresses: readonly string[];
  /** Outputs by unit. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** What happened. */
export interface AppliedUnits {
  /** Units whose second plan was not empty, with that plan. */
  readonly unclean: readonly string[];
  /** Addresses that were left out, because the fake lacks them. */
  readonly leftOut: readonly string[];
  readonly differences: readonly string[];
}

/**
 * Applies units to a fake AWS in the given order, feeding outputs into the variables that bind them; plans each again, which
 * must find nothing; destroys all in reverse. Any failure throws with what terraform printed.
 */
export async function applyWithMoto(
  machine: MotoMachine,
  content: AssemblyContent,
  units: readonly string[],
  options: ApplyOptions = {},
): Promise<AppliedUnits> {
  const moto = options.moto ?? (await startMoto(machine));
  const session = new Session(machine, content, moto, options);
  for (const unit of units) await session.apply(unit);
  await options.during?.(session);
  if (!options.keep) await session.destroy();
  return session;
}

/** What the S3 backend needs to talk to a fake, which has no host per bucket. */
export const FAKE_BACKEND: Readonly<Json> = { use_path_style: true, skip_credentials_validation: true, skip_region_validation: true };

function fakeBackend(stack: Json): Json {
  const { s3 } = (stack['terraform'] as { backend: { s3: Json } }).backend;
  return { s3: { ...s3, ...FAKE_BACKEND } };
}

class Session implements Applied, AppliedUnits {
  readonly moto: Moto;
  readonly outputs = new Map<string, Record<string, unknown>>();
  readonly unclean: string[] = [];
  readonly leftOut: string[] = [];
  readonly differences: string[] = [];
  readonly #machine: Machine;
  readonly #content: AssemblyContent;
  readonly #options: ApplyOptions;
  readonly #workspaces: Workspace[] = [];
  readonly #resources = new Map<string, Json>();

  constructor(machine: Machine, content: AssemblyContent, moto: Moto, options: ApplyOptions) {
    this.#machine = machine;
    this.#content = content;
    this.moto = moto;
    this.#options = options;
  }

  get addresses(): readonly string[] {
    return [...this.#resources.keys()].sort();
  }

  readonly resource = (address: string): Json => {
    const found = this.#resources.get(address);
    if (!found) throw new RangeError(`${address} is not applied; there are ${this.addresses.join(', ')}`);
    return found;
  };

  async apply(unit: string): Promise<void> {
    const workspace = writeWorkspace(this.#machine.folder(), this.#content, unit, this.#machine.providers);
    this.#adapt(workspace, unit);
    this.#workspaces.push(workspace);
    await this.#terraform(workspace, 'init', '-no-color', `-plugin-dir=${workspace.mirror}`);
    await this.#terraform(workspace, 'apply', '-no-color', '-auto-approve', PARALLEL);
    const again = await this.#try(workspace, 'plan', '-no-color', '-detailed-exitcode');
    if (again.code !== 0) this.unclean.push(`${unit}\n${again.stdout}${again.stderr}`);
    // Unlike `show`, it starts no provider.
    const { outputs, resources } = JSON.parse(await this.#terraform(workspace, 'state', 'pull')) as State;
    this.outputs.set(unit, Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])));
    for (const { mode, type, name, instances } of resources)
      for (const { index_key: key, attributes } of instances)
        this.#resources.set(
          `${mode === 'data' ? 'data.' : ''}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
          attributes,
        );
  }

  async destroy(): Promise<void> {
    for (const workspace of [...this.#workspaces].reverse())
      await this.#terraform(workspace, 'destroy', '-no-color', '-auto-approve', PARALLEL);
  }

  /** Leaves out what the fake lacks, and adds an override file: the fake's needs, a local state. */
  #adapt(workspace: Workspace, unit: string): void {
    const { stack, folder } = workspace;
    const lacks = this.#options.lacks ?? [];
    const addresses = Object.entries((stack['resource'] ?? {}) as Record<string, Json>)
      .flatMap(([type, bodies]) => Object.keys(bodies).map((name) => `${type}.${name}`))
      .filter((address) => lacks.some((lacked) => address === lacked || address.startsWith(`${lacked}.`)));
    const gone = remove(stack, new Set(addresses));
    if (gone.length > 0) writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack, undefined, 2));
    this.leftOut.push(...gone);
    this.differences.push(...workspace.differences);
    const told = [...workspace.differences, ...gone.map((address) => `moto lacks ${address}`)];
    for (const line of told) this.#machine.note(`${this.#machine.tool.name} ${this.#machine.tool.version}: ${line}`);
    const configured = [((stack['provider'] ?? {}) as Json)['aws'] ?? []].flat() as Json[];
    const override = {
      terraform: { backend: this.#options.backend === 'own' ? fakeBackend(stack) : { local: { path: 'keelson.tfstate' } } },
      provider: {
        aws: configured.map(({ alias }) => ({
          ...(alias !== undefined && { alias }),
          s3_use_path_style: true,
          skip_credentials_validation: true,
          skip_metadata_api_check: 'true',
        })),
      },
    };
    writeFileSync(join(folder, 'moto_override.tf.json'), JSON.stringify(override));
    writeFileSync(join(folder, 'keelson.auto.tfvars.json'), JSON.stringify(this.#variables(stack, unit)));
  }

  #variables(stack: Json, unit: string): Json {
    const declared = Object.keys((stack['variable'] ?? {}) as Json);
    const values: Json = {};
    for (const { target, parts } of unitOf(this.#content, unit).bindings) {
      const [part] = parts;
      if (parts.length !== 1 || typeof part !== 'object') throw new Error(`${unit}: ${target} is bound to more than one value`);
      const value = this.outputs.get(part.unit)?.[part.output];
      if (value !== undefined) values[target.replace(/^var\./, '')] = value;
    }
    for (const [name, value] of Object.entries(this.#options.variables ?? {})) if (declared.includes(name)) values[name] = value;
    return values;
  }

  async #terraform(workspace: Workspace, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#try(workspace, ...args);
    if (code !== 0) throw new Error(`${this.#machine.tool.name} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  #try(workspace: Workspace, ...args: string[]) {
    return run(this.#machine.tool.file, args, { cwd: workspace.folder, env: terraformEnv(this.moto.env) });
  }
}

/** What a state file says, as far as tests ask. */
interface State {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: Json }[];
  }[];
}
