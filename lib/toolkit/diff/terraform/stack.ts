import type { AssemblyContent } from '../../../assembly/content.ts';
import { isLocalSource, moduleFiles, resolveSource } from '../../../assembly/local-modules.ts';
import { stackFilePath, stackPath } from '../../../assembly/paths.ts';
import type { TerraformUnitFile } from '../../../assembly/schema.ts';
import { environmentOf } from '../../../assembly/unit-key.ts';
import { sha256 } from '../../../core/digest.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { asList, asMap, isMap, type JsonMap } from '../../../core/fields/maps.ts';
import { parseJson } from '../../../core/strict-json.ts';
import { bindingsByTarget, type TargetBindings } from '../bindings.ts';
import type { ChangeKind } from '../types.ts';
import { lockedProviders } from './lock.ts';

/** One thing that a stack declares. */
export interface Element {
  readonly kind: Exclude<ChangeKind, 'object'>;
  /** `aws_s3_bucket.pictures`, `data.aws_region.current`, `module.vpc`, `provider.aws`, `output.name`. */
  readonly address: string;
  /** Type of a resource or data source; empty for the rest. */
  readonly type: string;
  /** Arguments, without cdktf's metadata. */
  readonly body: JsonMap;
  /** Construct path, or the unit where no construct is known. */
  readonly path: string;
}

/** A Terraform unit as data. */
export interface Stack {
  /** `<env>/<unit id>`. */
  readonly unit: string;
  readonly elements: ReadonlyMap<string, Element>;
  /** Addresses by the address that they had before, from `moved` blocks. */
  readonly moved: ReadonlyMap<string, string>;
  /** Addresses that leave the state and stay alive, from `removed` blocks. */
  readonly forgotten: ReadonlySet<string>;
  /** Ids by the address that they are imported to, from `import` blocks. */
  readonly imported: ReadonlyMap<string, string>;
  /** Binding of a variable, by `var.<name>`. */
  readonly bindingsOf: (target: string) => TargetBindings;
}

/** The Terraform units of an assembly by `<env>/<unit id>`. Throws KS7007. */
export function readStacks(content: AssemblyContent | undefined): ReadonlyMap<string, Stack> {
  const stacks = new Map<string, Stack>();
  for (const [unit, file] of content?.units ?? [])
    if (content && file.plane === 'terraform') stacks.set(unit, readStack(content, unit, file));
  return stacks;
}

function readStack(content: AssemblyContent, unit: string, file: TerraformUnitFile): Stack {
  const elements = new Map<string, Element>();
  const paths = new Map(file.resources.map(({ address, path }) => [address, path]));
  const add = (kind: Element['kind'], address: string, type: string, body: unknown): void => {
    const { '//': _metadata, ...rest } = isMap(body) ? body : { value: body };
    elements.set(address, { kind, address, type, body: rest, path: paths.get(address) ?? unit });
  };
  const folder = stackPath(environmentOf(unit), file.stack);
  const root = stackRoot(content, stackFilePath(environmentOf(unit), file.stack));
  const texts = new Map(file.files.map((entry) => [entry.file.slice(folder.length + 1), content.files.get(entry.file) ?? '']));
  for (const [section, value] of Object.entries(root)) {
    if (section === '//' || DIRECTIVES.has(section)) continue;
    for (const [name, body] of Object.entries(asMap(value))) {
      if (section === 'resource')
        for (const [id, arguments_] of Object.entries(asMap(body))) add('resource', `${name}.${id}`, name, arguments_);
      else if (section === 'data')
        for (const [id, arguments_] of Object.entries(asMap(body))) add('data', `data.${name}.${id}`, name, arguments_);
      else if (section === 'module') add('module', `module.${name}`, '', withFiles(body, texts));
      else if (section === 'provider')
        for (const entry of Array.isArray(body) ? body : [body]) add('setting', providerAddress(name, entry), '', entry);
      else if (section === 'terraform' && isMap(body) && name !== 'cloud')
        for (const [id, entry] of Object.entries(body)) add('setting', `terraform.${name}.${id}`, '', entry);
      else add('setting', `${SINGULAR[section] ?? section}.${name}`, '', body);
    }
  }
  for (const { file: path } of file.files)
    if (path.endsWith('.terraform.lock.hcl'))
      for (const [source, body] of lockedProviders(content.files.get(path) ?? '')) add('setting', `lock.${source}`, '', body);
  return { unit, elements, ...directives(root), bindingsOf: bindingsByTarget(file.bindings) };
}

/** The arguments of a module; for a local one with the digest of each of its files, which change it too. */
function withFiles(body: unknown, texts: ReadonlyMap<string, string>): unknown {
  const { source } = asMap(body);
  const folder = isLocalSource(source) ? resolveSource('', source) : undefined;
  const files = folder === undefined ? [] : moduleFiles(texts, folder);
  if (files.length === 0) return body;
  return { ...asMap(body), files: Object.fromEntries(files.map((path) => [path, sha256(texts.get(path) ?? '').slice(0, 19)])) };
}

/** Blocks that say what becomes of other blocks. */
const DIRECTIVES: ReadonlySet<string> = new Set(['moved', 'removed', 'import']);
const SINGULAR: Readonly<Record<string, string>> = { locals: 'local' };

function providerAddress(name: string, body: unknown): string {
  const alias = asMap(body)['alias'];
  return `provider.${name}${typeof alias === 'string' ? `.${alias}` : ''}`;
}

function directives(root: JsonMap): Pick<Stack, 'moved' | 'forgotten' | 'imported'> {
  const blocks = (name: string): readonly JsonMap[] =>
    Array.isArray(root[name]) ? asList(root[name]).map(asMap) : isMap(root[name]) ? [asMap(root[name])] : [];
  const kept = blocks('removed').filter((block) => [block['lifecycle']].flat().some((lifecycle) => asMap(lifecycle)['destroy'] === false));
  return {
    moved: new Map(blocks('moved').map((block) => [addressOf(block['from']), addressOf(block['to'])])),
    forgotten: new Set(kept.map((block) => addressOf(block['from']))),
    imported: new Map(blocks('import').map((block) => [addressOf(block['to']), String(block['id'])])),
  };
}

/** An address, which Terraform's JSON also takes as `${address}`. */
function addressOf(value: unknown): string {
  return String(value).replace(/^\$\{(.*)\}$/, '$1');
}

function stackRoot(content: AssemblyContent, path: string): JsonMap {
  const text = content.files.get(path);
  if (text === undefined) return {};
  try {
    return asMap(parseJson(text));
  } catch (cause) {
    throw new KeelsonError('KS7007', { message: `${path} is not JSON`, cause });
  }
}
