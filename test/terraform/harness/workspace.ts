import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { stackFilePath, stackPath } from '../../../lib/assembly/paths.ts';
import type { TerraformUnitFile } from '../../../lib/assembly/schema.ts';
import { environmentOf } from '../../../lib/assembly/unit-key.ts';
import { traversalsIn } from '../../../lib/policy/terraform/expressions.ts';
import { applyDifferences, bodiesOf, type Json } from './differences.ts';
import { choose, type ProviderBinary, writeMirror } from './providers.ts';

/** A copy of a stack that this machine's providers can take. */
export interface Workspace {
  readonly folder: string;
  readonly mirror: string;
  readonly stack: Json;
  /** The providers that it was made for. */
  readonly providers: readonly ProviderBinary[];
  /** What had to differ from the stack as synth wrote it, in words; empty when nothing had. */
  readonly differences: readonly string[];
}

/**
 * Copies the stack of a unit without its lock, for the providers of this machine: the version constraint is changed where it
 * differs, what a missing provider has is left out, and every difference is listed.
 * @param unit `<env>/terraform.<stack>`
 */
export function writeWorkspace(folder: string, content: AssemblyContent, unit: string, available: readonly ProviderBinary[]): Workspace {
  const stack = stackOf(content, unit);
  const differences: string[] = [];
  const chosen: ProviderBinary[] = [];
  const required = ((stack['terraform'] as Json | undefined)?.['required_providers'] ?? {}) as Record<string, Json>;
  for (const [local, requirement] of Object.entries(required)) {
    const source = String(requirement['source']);
    const name = source.includes('/') ? source : `hashicorp/${source}`;
    const wanted = String(requirement['version']);
    const provider = choose(available, name, wanted);
    if (!provider) {
      delete required[local];
      differences.push(...leaveOut(stack, local).map((address) => `without ${address}: no provider ${name} here`));
      continue;
    }
    chosen.push(provider);
    if (provider.version === wanted) continue;
    requirement['version'] = provider.version;
    differences.push(`${name} ${provider.version} for ${wanted}`, ...applyDifferences(stack, name, provider.version));
  }
  const mirror = join(folder, 'mirror');
  mkdirSync(join(folder, 'stack'), { recursive: true });
  writeMirror(mirror, chosen);
  copyFiles(join(folder, 'stack'), content, unit);
  writeFileSync(join(folder, 'stack', 'cdk.tf.json'), JSON.stringify(stack, undefined, 2));
  return { folder: join(folder, 'stack'), mirror, stack, providers: chosen, differences };
}

/** What stands beside a stack but for its lock: files of assets and local modules. */
function copyFiles(target: string, content: AssemblyContent, unit: string): void {
  const { files, stack } = unitOf(content, unit);
  const own = stackPath(environmentOf(unit), stack);
  for (const { file } of files) {
    if (file.endsWith('/.terraform.lock.hcl')) continue;
    const copy = join(target, file.slice(own.length));
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, content.files.get(file) ?? '');
  }
}

/** The unit file of a Terraform unit. Throws a RangeError when there is none. */
export function unitOf(content: AssemblyContent, unit: string): TerraformUnitFile {
  const file = content.units.get(unit);
  if (file?.plane !== 'terraform') throw new RangeError(`${unit} is no Terraform unit; there are ${terraformUnits(content).join(', ')}`);
  return file;
}

/** All Terraform units of an assembly, `<env>/terraform.<stack>`. */
export function terraformUnits(content: AssemblyContent): readonly string[] {
  return [...content.units].filter(([, { plane }]) => plane === 'terraform').map(([key]) => key);
}

function stackOf(content: AssemblyContent, unit: string): Json {
  const file = stackFilePath(environmentOf(unit), unitOf(content, unit).stack);
  return JSON.parse(content.files.get(file) ?? '') as Json;
}

/** Removes a provider with everything of it, and what reads that, in place. Gives the addresses. */
export function leaveOut(stack: Json, provider: string): string[] {
  const own = ['resource', 'data'].flatMap((block) =>
    Object.keys((stack[block] ?? {}) as Json)
      .filter((type) => type.split('_')[0] === provider)
      .map((type) => (block === 'data' ? `data.${type}` : type)),
  );
  delete (stack['provider'] as Json | undefined)?.[provider];
  return remove(stack, new Set(own.flatMap((type) => Object.keys(bodiesOf(stack, type)).map((name) => `${type}.${name}`))));
}

/** Removes resources with every other block that reads them, in place. Gives the addresses of all that went. */
export function remove(stack: Json, addresses: ReadonlySet<string>): string[] {
  const gone = new Set(addresses);
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const [address, body] of blocks(stack)) if (!gone.has(address) && readsAny(body, gone)) gone.add(address);
  }
  for (const address of gone) {
    const [block = '', ...path] =
      address.startsWith('data.') || address.startsWith('output.') ? address.split('.') : ['resource', ...address.split('.')];
    const name = path.pop() as string;
    const parent = path.reduce<Json>((parent, key) => (parent[key] ?? {}) as Json, (stack[block] ?? {}) as Json);
    delete parent[name];
  }
  dropEmpty(stack);
  for (const [, body] of blocks(stack)) {
    const list = body['depends_on'] as string[] | undefined;
    if (list) body['depends_on'] = list.filter((address) => !gone.has(address));
  }
  return [...gone].sort();
}

/** A type without a name is no JSON of Terraform. */
function dropEmpty(stack: Json): void {
  for (const block of ['resource', 'data', 'output', 'provider']) {
    const types = (stack[block] ?? {}) as Record<string, Json>;
    for (const [type, bodies] of Object.entries(types)) if (Object.keys(bodies).length === 0) delete types[type];
    if (Object.keys(types).length === 0) delete stack[block];
  }
}

function blocks(stack: Json): [string, Json][] {
  const typed = (['resource', 'data'] as const).flatMap((block) =>
    Object.entries((stack[block] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, bodies]) =>
      Object.entries(bodies).map(([name, body]): [string, Json] => [`${block === 'data' ? 'data.' : ''}${type}.${name}`, body]),
    ),
  );
  const outputs = Object.entries((stack['output'] ?? {}) as Record<string, Json>);
  return [...typed, ...outputs.map(([name, body]): [string, Json] => [`output.${name}`, body])];
}

/** Whether an expression of a body reads one of these addresses; `depends_on` is no expression. */
function readsAny(body: Json, addresses: ReadonlySet<string>): boolean {
  const { depends_on: _order, ...rest } = body;
  return traversalsIn(JSON.stringify(rest).replaceAll('\\"', '"')).some((path) =>
    addresses.has(path.slice(0, path[0] === 'data' ? 3 : 2).join('.')),
  );
}
