import type { TerraformElement, TerraformProvider, TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { compareText } from '../../core/compare.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { stackFor } from './adapter.ts';
import { child, type Json, listAt, mergeDeep } from './json.ts';
import { loadAwsProvider } from './lazy.ts';

/** An element whose provider has to be configured in its stack. */
export interface ProviderUse {
  readonly element: TerraformElement;
  readonly unit: UnitDraft;
  readonly stack: TerraformStack;
}

/**
 * Adds to each stack the provider configurations that its resources use: those that the program made in a scope above them,
 * and for AWS, when there is none, one for the environment's region. Reports KS6002 for any other provider without one.
 */
export function addProviders(
  context: SynthContext,
  uses: readonly ProviderUse[],
  providers: readonly TerraformElement[],
  render: (element: TerraformElement, stack: TerraformStack) => Json | undefined,
): void {
  const wanted = new Map<UnitDraft, { stack: TerraformStack; elements: Map<string, TerraformElement[]> }>();
  for (const { element, unit, stack } of uses) {
    const name = providerName(element);
    if (name === undefined || name === 'terraform') continue;
    const entry = wanted.get(unit) ?? { stack, elements: new Map<string, TerraformElement[]>() };
    entry.elements.set(name, [...(entry.elements.get(name) ?? []), element]);
    wanted.set(unit, entry);
  }
  for (const [unit, { stack, elements }] of wanted) {
    for (const [name, users] of elements) {
      const found = providers.filter(
        (provider) => (provider as TerraformProvider).terraformResourceType === name && users.some((user) => isAbove(provider, user)),
      );
      for (const provider of found) mergeProvider(unit, render(provider, stack));
      const hasDefault = found.some((provider) => (provider as TerraformProvider).alias === undefined);
      const needsDefault = users.some((user) => (user as TerraformResource).provider === undefined);
      if (hasDefault || !needsDefault) continue;
      if (name === 'aws') mergeProvider(unit, defaultAws(context, unit, stack, render));
      else context.error(users[0] as IConstruct, 'KS6002', `the provider ${name} is not configured in ${unit.key}`);
    }
  }
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

function defaultAws(
  context: SynthContext,
  unit: UnitDraft,
  stack: TerraformStack,
  render: (element: TerraformElement, stack: TerraformStack) => Json | undefined,
): Json | undefined {
  const { environment } = unit.placement;
  if (environment.region === undefined) {
    context.error(environment, 'KS1001', `the environment ${environment.name} has AWS resources but no region`, {
      fix: `new Environment(platform, '${environment.name}', { region: 'eu-central-1' })`,
    });
    return undefined;
  }
  const { AwsProvider } = loadAwsProvider();
  const provider = new AwsProvider(stackFor(context.state, unit.placement), 'aws', {
    region: environment.region,
    ...(environment.account !== undefined && { allowedAccountIds: [environment.account] }),
  });
  return render(provider, stack);
}

function providerName(element: TerraformElement): string | undefined {
  return (element as TerraformResource).terraformGeneratorMetadata?.providerName;
}

/** Whether a provider stands in a scope above an element. */
function isAbove(provider: IConstruct, element: IConstruct): boolean {
  return provider.node.scope !== undefined && element.node.scopes.includes(provider.node.scope);
}
