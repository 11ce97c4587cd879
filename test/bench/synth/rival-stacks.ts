import { createRequire } from 'node:module';
import type { AssemblyContent } from '../../../lib/assembly/content.ts';
import { stackFilePath } from '../../../lib/assembly/paths.ts';
import { environmentOf } from '../../../lib/assembly/unit-key.ts';

const require = createRequire(import.meta.url);

type Json = Readonly<Record<string, unknown>>;
type Named = Readonly<Record<string, Json>>;

/** Keys below these are a user's own, and not Terraform's. */
const MAPS = ['tags', 'labels', 'dimensions'];
/** Attributes whose form the bindings do not know: they are written in Terraform's own names. */
const ANY = ['statement'];

/**
 * The stacks of an assembly as a cdktf user writes them: a class of the provider's bindings for each resource, with literal values.
 * References are written as texts of Terraform, which costs cdktf less than its tokens.
 */
export function rivalStacks(content: AssemblyContent): string {
  const imports = new Map<string, string>();
  const stacks = [...content.units].flatMap(([key, unit]) => {
    if (unit.plane !== 'terraform') return [];
    const stack = JSON.parse(content.files.get(stackFilePath(environmentOf(key), unit.stack)) ?? '') as Json;
    return [stackText(key.replace('/terraform.', '-'), stack, imports)];
  });
  const modules = [...imports].map(([name, module]) => `import { ${name} } from '${module}';`).sort();
  return `${modules.join('\n')}\nimport { App, S3Backend, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack, TerraformVariable } from 'cdktf';\n${HELM}
const app = new App();
${stacks.join('\n')}
app.synth();
`;
}

function stackText(name: string, stack: Json, imports: Map<string, string>): string {
  const lines = [`const stack = new TerraformStack(app, ${JSON.stringify(name)});`];
  const { s3 } = ((stack['terraform'] as Json)['backend'] ?? {}) as { s3?: Json };
  if (s3) lines.push(`new S3Backend(stack, ${literal(s3)});`);
  for (const [provider, list] of Object.entries((stack['provider'] ?? {}) as Record<string, Json[]>))
    for (const body of list) {
      const variable = providerVariable(provider, body['alias']);
      if (provider === 'aws') imports.set('AwsProvider', '@cdktf/provider-aws/lib/provider/index.js');
      const made =
        provider === 'aws' ? `new AwsProvider(stack, '${variable}', ${literal(body)})` : `new HelmProvider(stack, ${JSON.stringify(body)})`;
      lines.push(`const ${variable} = ${made};`);
    }
  for (const [id, { type }] of Object.entries((stack['variable'] ?? {}) as Named))
    lines.push(`new TerraformVariable(stack, '${id}', { type: '${type}', nullable: false }).overrideLogicalId('${id}');`);
  for (const [type, bodies] of Object.entries((stack['resource'] ?? {}) as Record<string, Named>))
    for (const [id, body] of Object.entries(bodies)) lines.push(`${construct(type, id, body, imports)};`);
  for (const [id, { value }] of Object.entries((stack['output'] ?? {}) as Named))
    lines.push(`new TerraformOutput(stack, '${id}', { value: ${JSON.stringify(value)} });`);
  return `{\n  ${lines.join('\n  ')}\n}`;
}

function construct(type: string, id: string, body: Json, imports: Map<string, string>): string {
  if (!type.startsWith('aws_')) return `new HelmRelease(stack, ${JSON.stringify(id)}, ${JSON.stringify(body)})`;
  const module = `@cdktf/provider-aws/lib/${type.slice('aws_'.length).replaceAll('_', '-')}/index.js`;
  const [name] =
    Object.entries(require(module) as Record<string, { tfResourceType?: string }>).find(([, value]) => value.tfResourceType === type) ?? [];
  if (name === undefined) throw new Error(`${module} has no class of ${type}`);
  imports.set(name, module);
  return `new ${name}(stack, ${JSON.stringify(id)}, ${literal(body)})`;
}

/** The value as a literal of TypeScript, in the names of cdktf. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => {
    if (key === 'provider')
      return typeof entry === 'string' ? `provider: ${providerVariable('aws', entry.split('.')[1])}` : `provider: ${literal(entry)}`;
    if (key === 'depends_on')
      return `dependsOn: [${(entry as string[]).map((address) => `{ fqn: ${JSON.stringify(address)} }`).join(', ')}]`;
    return `${camel(key)}: ${[...MAPS, ...ANY].includes(key) ? JSON.stringify(entry) : literal(entry)}`;
  });
  return `{ ${entries.join(', ')} }`;
}

function providerVariable(provider: string, alias: unknown): string {
  return typeof alias === 'string' ? `${provider}_${alias}` : provider;
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The two elements of Terraform's helm provider, as somebody writes them who has no bindings. */
const HELM = `
const metadata = { providerName: 'helm', providerVersion: '3.1.2', providerVersionConstraint: '3.1.2' };
class HelmProvider extends TerraformProvider {
  readonly #body: object;
  constructor(scope: TerraformStack, body: object) {
    super(scope, 'helm', { terraformResourceType: 'helm', terraformGeneratorMetadata: metadata, terraformProviderSource: 'hashicorp/helm' });
    this.#body = body;
  }
  protected override synthesizeAttributes() {
    return this.#body as Record<string, unknown>;
  }
}
class HelmRelease extends TerraformResource {
  readonly #body: object;
  constructor(scope: TerraformStack, id: string, body: object) {
    super(scope, id, { terraformResourceType: 'helm_release', terraformGeneratorMetadata: metadata });
    this.#body = body;
  }
  protected override synthesizeAttributes() {
    return this.#body as Record<string, unknown>;
  }
}
`;
