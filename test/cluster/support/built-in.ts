import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { stackFilePath } from '../../../lib/assembly/paths.ts';
import type { TerraformUnitFile, UnitFile } from '../../../lib/assembly/schema.ts';
import { environmentOf } from '../../../lib/assembly/unit-key.ts';
import { canonicalJson } from '../../../lib/core/canonical-json.ts';
import { sha256 } from '../../../lib/core/digest.ts';

type Json = Readonly<Record<string, unknown>>;
type Moved = readonly { readonly from: string; readonly to: string }[];

const VALUES: Readonly<Record<string, unknown>> = { string: 'x', number: 1, boolean: true, list: ['x'] };

/**
 * The output of a program with another stack in each Terraform unit: a resource that is built in for each that it has, and values of the
 * right types for its outputs. Any machine can apply it; units, their edges, variables and bindings are as they were.
 */
export function builtIn(content: AssemblyContent): AssemblyContent {
  const files = new Map(content.files);
  const units = new Map<string, UnitFile>(content.units);
  const environments = structuredClone(content.manifest.environments) as Record<
    string,
    { units: Record<string, { file: string; digest: string }> }
  >;
  for (const [unit, file] of content.units) {
    if (file.plane !== 'terraform') continue;
    const environment = environmentOf(unit);
    const path = stackFilePath(environment, file.stack);
    const stack = JSON.parse(content.files.get(path) ?? '') as Record<string, Json | Moved>;
    const text = canonicalJson(plain(stack, file));
    for (const { file: old } of file.files) files.delete(old);
    files.set(path, text);
    const resources = file.resources
      .filter(({ address }) => !address.startsWith('data.'))
      .map((one) => ({ ...one, address: plainAddress(one.address) }));
    const { roles: _roles, ...rest } = file;
    const changed = { ...rest, files: [{ file: path, digest: sha256(text) }], resources } as TerraformUnitFile;
    const entry = environments[environment]?.units[unit.slice(environment.length + 1)] as { file: string; digest: string };
    files.set(entry.file, canonicalJson(changed));
    entry.digest = sha256(canonicalJson(changed));
    units.set(unit, changed);
  }
  const manifest = { ...content.manifest, environments } as AssemblyContent['manifest'];
  files.set('keelson.json', canonicalJson(manifest));
  return { ...content, manifest, units, files };
}

function plain({ variable, moved }: Record<string, Json | Moved>, { stack, resources, outputs }: TerraformUnitFile): Json {
  const own = resources.filter(({ address }) => !/^(data|module)\./.test(address)).map(({ address }) => plainName(address));
  return {
    terraform: { backend: { local: { path: `${stack}.tfstate` } } },
    ...(variable && { variable }),
    ...(moved && { moved: (moved as Moved).map(({ from, to }) => ({ from: plainAddress(from), to: plainAddress(to) })) }),
    resource: { terraform_data: Object.fromEntries(own.map((name) => [name, { input: 'x' }])) },
    ...(Object.keys(outputs).length > 0 && {
      output: Object.fromEntries(Object.entries(outputs).map(([name, { type }]) => [name, { value: VALUES[type] ?? 'x' }])),
    }),
  };
}

function plainName(address: string): string {
  return address.replaceAll(/[^\w-]/g, '_');
}

function plainAddress(address: string): string {
  return `terraform_data.${plainName(address)}`;
}
