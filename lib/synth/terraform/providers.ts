import type { TerraformElement, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compareText } from '../../core/compare.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { Environment } from '../environment.ts';
import { Region } from '../region.ts';
import { stackFor } from './adapter.ts';
import { aliasFor, awsConfiguration, regionAlias } from './aws-provider.ts';
import { child, type Json, listAt, mergeDeep } from './json.ts';

/** An element whose provider has to be configured in its stack. */
export interface ProviderUse {
  readonly element: TerraformElement;
  readonly unit: UnitDraft;
  readonly stack: TerraformStack;
}

type Render = (element: TerraformElement, stack: TerraformStack) => Json | undefined;

/**
 * Adds to each stack the provider configurations that its resources use: those that the program made in a scope above them,
 * and for AWS, where there is none, one per region. Reports KS6002 for any other provider without one.
 */
export function addProviders(
  context: SynthContext,
  uses: readonly ProviderUse[],
  providers: readonly TerraformElement[],
  render: Render,
): void {
  const wanted = new Map<UnitDraft, { stack: TerraformStack; elements: Map<string, TerraformElement[]> }>();
  for (const { element, unit, stack } of uses) {
    const name = providerName(element);
    if (name === undefined || name === 'terraform') continue;
    const entry = wanted.get(unit) ?? { stack, elements: new Map<string, TerraformElement[]>() };
    const users = entry.elements.get(name);
    if (users) users.push(element);
    else entry.elements.set(name, [element]);
    wanted.set(unit, entry);
  }
  for (const [unit, { stack, elements }] of wanted) {
    for (const [name, users] of elements) {
      const found = providers.filter(
        (provider) => (provider as TerraformProvider).terraformResourceType === name && users.some((user) => isAbove(provider, user)),
      ) as TerraformProvider[];
      for (const provider of found) mergeProvider(unit, render(provider, stack));
      const aliases = new Set(found.map(({ alias }) => alias));
      // The alias of each user that names no provider: the default one, or that of another region.
      const needed = new Map<string | undefined, IConstruct>();
      for (const user of users) if (!hasProvider(user)) needed.set(regionAlias(user), user);
      for (const [alias, user] of needed) {
        if (aliases.has(alias)) continue;
        if (name === 'aws') mergeProvider(unit, awsConfiguration(context, unit, stack, Region.of(user), render));
        else context.error(user, 'KS6002', `the provider ${name} is not configured in ${unit.key}`);
      }
    }
  }
}

/**
 * Adds the AWS configurations that no resource of a stack asks for: those of regions with nothing in them, and those that what
 * leaves the state was made by. Terraform works on nothing whose configuration is gone.
 */
export function addUnusedProviders(context: SynthContext, elements: readonly IConstruct[], render: Render): void {
  const empty = Region.all(context.state).filter((region) => !elements.some((element) => element.node.scopes.includes(region)));
  for (const unit of context.units.values()) {
    const { environment, plane } = unit.placement;
    if (plane !== 'terraform') continue;
    const regions = new Set([
      ...unit.leavingRegions,
      ...empty.filter((one) => Environment.of(one) === environment).map(({ name }) => name),
    ]);
    for (const region of regions) {
      const alias = aliasFor(environment, region);
      const present = ((unit.stack['provider'] as Json | undefined)?.['aws'] ?? []) as Json[];
      if (present.some((configuration) => configuration['alias'] === alias)) continue;
      mergeProvider(unit, awsConfiguration(context, unit, stackFor(context.state, unit.placement), region, render));
    }
  }
}

/** Names the provider of another region in the bodies of an element that is in one; the element itself may name another. */
export function nameProvider(element: TerraformElement, fragment: Json): void {
  if (providerName(element) !== 'aws' || hasProvider(element)) return;
  const alias = regionAlias(element);
  if (alias === undefined) return;
  for (const block of ['resource', 'data'])
    for (const bodies of Object.values((fragment[block] ?? {}) as Json))
      for (const body of Object.values(bodies as Json)) (body as Json)['provider'] = `aws.${alias}`;
}

/** Adds a provider's fragment. A configuration is a list entry per alias; the requirement is one per provider. */
function mergeProvider(unit: UnitDraft, fragment: Json | undefined): void {
  if (!fragment) return;
  mergeDeep(child(unit.stack, 'terraform'), (fragment['terraform'] ?? {}) as Json);
  for (const [name, configurations] of Object.entries((fragment['provider'] ?? {}) as Json)) {
    const list = listAt(child(unit.stack, 'provider'), name);
    for (const configuration of configurations as Json[])
      list.push(Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== undefined)));
    list.sort((a, b) => compareText(String(a['alias'] ?? ''), String(b['alias'] ?? '')));
  }
}

function hasProvider(element: TerraformElement): boolean {
  return (element as TerraformResource).provider !== undefined;
}

function providerName(element: TerraformElement): string | undefined {
  return (element as TerraformResource).terraformGeneratorMetadata?.providerName;
}

/** Whether a provider stands in a scope above an element. */
function isAbove(provider: IConstruct, element: IConstruct): boolean {
  return provider.node.scope !== undefined && element.node.scopes.includes(provider.node.scope);
}
