import { isLocalSource, resolveSource } from '../../../assembly/local-modules.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { isListed, matches } from '../../policy/patterns.ts';
import type { TerraformRules } from '../../policy/terraform-rules.ts';
import { type Block, blocks, type ConfigurationFile, entries, objects, texts } from './configuration.ts';
import type { Deny } from './deny.ts';
import { outsideReads } from './functions.ts';
import { identityProblems } from './identities.ts';
import { states } from './states.ts';

/** Data sources that run a program or read what the unit does not have. */
const READING = new Set(['external', 'http', 'terraform_remote_state']);
const BUILT_IN = 'terraform.io/builtin/terraform';
/** Registries of the two programs, whose names need not be written. */
const REGISTRIES = /^(registry\.terraform\.io|registry\.opentofu\.org)\//;

/**
 * What the policy denies of a unit, before anything of it is run. A plan runs providers, data sources and modules, so nothing may
 * wait for the apply. Pure; errors are KS8050.
 * @param unit `<env>/terraform.<stack>`
 * @param key `platform/env/terraform/stack`
 */
export function deniedBy(rules: TerraformRules, configuration: readonly ConfigurationFile[], unit: string, key: string): KeelsonError[] {
  const errors = new Map<string, KeelsonError>();
  const deny = (path: string, message: string, setting: string): void => {
    const fix = `remove it, or have an administrator allow it: ${setting} of the unit's terraform rules in the policy`;
    errors.set(`${path} ${message}`, new KeelsonError('KS8050', { object: unit, source: { file: path, line: 1 }, message, fix }));
  };
  for (const file of configuration) {
    programs(file, rules, deny);
    providers(file, rules, deny);
    modules(file, rules, deny);
    states(file, key, rules, deny);
    for (const text of texts(file.body))
      for (const call of outsideReads(text)) deny(file.path, `${call} reads outside the unit`, 'no setting');
  }
  return [...errors.values()];
}

/** What runs a program, on this machine or another one. */
function programs(file: ConfigurationFile, rules: TerraformRules, deny: Deny): void {
  const data = [...blocks(file, 'data', 2), ...blocks(file, 'check', 1).flatMap(dataOfCheck)];
  for (const { address, labels } of data) {
    const [type = ''] = labels;
    if (READING.has(type) && !rules.dataSources.includes(type)) deny(file.path, `${address} is a data source of ${type}`, 'dataSources');
  }
  if (rules.programs) return;
  for (const { address, body } of [...blocks(file, 'resource', 2), ...blocks(file, 'removed', 0)])
    for (const { key, value } of entries(body)) {
      if (key === 'provisioner') deny(file.path, `${address} has a provisioner ${kindsOf(value)}`, 'programs');
      if (key === 'postrender') deny(file.path, `${address} runs a program on what it renders (postrender)`, 'programs');
    }
  for (const { address } of blocks(file, 'action', 2)) deny(file.path, `${address} is an action`, 'programs');
}

function dataOfCheck({ path, address, body }: Block): Block[] {
  return blocks({ path, body }, 'data', 2).map((block) => ({ ...block, address: `${address}.${block.address}` }));
}

function kindsOf(value: unknown): string {
  return objects(value)
    .flatMap((one) => Object.keys(one))
    .join(', ');
}

/** Providers by source, required or implied by a resource's type, and what they are configured to be. */
function providers(file: ConfigurationFile, rules: TerraformRules, deny: Deny): void {
  const sources = new Map<string, string>();
  for (const { body } of blocks(file, 'terraform', 0))
    for (const required of objects(body['required_providers']))
      for (const [name, requirement] of Object.entries(required)) {
        const source = objects(requirement)[0]?.['source'];
        sources.set(name, typeof source === 'string' ? source : `hashicorp/${name}`);
      }
  const used = [
    ...(['resource', 'data', 'ephemeral'] as const).flatMap((type) => blocks(file, type, 2)),
    ...blocks(file, 'check', 1).flatMap(dataOfCheck),
  ].map(({ labels, body }) => {
    const { provider } = body;
    return typeof provider === 'string' ? provider.replace(/^\$\{(.*)\}$/, '$1').split('.')[0] : labels[0]?.split('_')[0];
  });
  const configured = blocks(file, 'provider', 1);
  for (const name of [...used, ...configured.map(({ labels }) => labels[0])])
    if (name !== undefined && name !== 'terraform' && !sources.has(name)) sources.set(name, `hashicorp/${name}`);
  for (const source of sources.values()) {
    if (source === BUILT_IN) continue;
    const lower = source.replace(REGISTRIES, '').toLowerCase();
    const short = lower.includes('/') ? lower : `hashicorp/${lower}`;
    if (!isListed(rules.providers, short)) deny(file.path, `the provider ${source} is not listed`, 'providers');
  }
  for (const block of configured)
    for (const message of identityProblems(block, `the provider ${block.labels[0]}`, rules))
      deny(file.path, message, 'assumeRoles, endpoints and credentialPrograms');
  const given = new Set(blocks(file, 'variable', 1).flatMap(({ labels, body }) => ('default' in body ? [] : labels)));
  for (const { labels, body } of configured)
    for (const { key, value } of entries(body))
      if (key === 'host' && !isCluster(value, given) && !isListed(rules.endpoints, String(value)))
        deny(file.path, `the provider ${labels[0]} has host ${JSON.stringify(value)}, which is no cluster of the program`, 'endpoints');
}

/** Whoever is the host gets the token: only a cluster, or a value of another unit. */
function isCluster(host: unknown, given: ReadonlySet<string>): boolean {
  const variable = /^\$\{var\.([\w-]+)\}$/.exec(String(host))?.[1];
  return variable === undefined ? /^\$\{(data\.)?aws_eks_cluster\.[\w-]+\.endpoint\}$/.test(String(host)) : given.has(variable);
}

/** A wildcard stands for a name: for nothing that would make the rest of the pattern mean another host, path or query. */
function isListedModule(patterns: readonly string[], source: string): boolean {
  return !/(^|[/:])\.\.([/?]|$)/.test(source) && patterns.some((pattern) => matches(pattern, source, '[^/?:#@%\\\\\\s]*'));
}

/** Modules from elsewhere. A local one is in the unit, and its files are read as any other. */
function modules(file: ConfigurationFile, rules: TerraformRules, deny: Deny): void {
  for (const { address, body } of blocks(file, 'module', 1)) {
    const { source } = body;
    if (isLocalSource(source)) {
      const folder = file.path.split('/').slice(0, -1).join('/');
      if (resolveSource(folder, source) === undefined)
        deny(file.path, `${address} comes from ${JSON.stringify(source)}, which is outside the unit`, 'no setting');
    } else if (typeof source !== 'string' || !isListedModule(rules.modules, source))
      deny(file.path, `${address} comes from ${JSON.stringify(source)}, which is not listed`, 'modules');
  }
}
