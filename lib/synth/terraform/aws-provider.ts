import type { TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { Environment } from '../environment.ts';
import { Region } from '../region.ts';
import type { Json } from './json.ts';
import { loadAwsProvider } from './lazy.ts';

/** Alias of the provider of a construct's region; undefined in the environment's own region. */
export function regionAlias(construct: IConstruct): string | undefined {
  const region = Region.of(construct);
  return region === undefined || region === Environment.tryOf(construct)?.region ? undefined : region.replaceAll('-', '_');
}

/**
 * The AWS provider of a region: bound to the environment's account, with tags for all that it makes. Reports KS1001 for an
 * environment without a region.
 */
export function awsConfiguration(
  context: SynthContext,
  unit: UnitDraft,
  stack: TerraformStack,
  user: IConstruct,
  render: (element: TerraformElement, stack: TerraformStack) => Json | undefined,
): Json | undefined {
  const { environment, name } = unit.placement;
  const region = Region.of(user);
  if (region === undefined) {
    context.error(environment, 'KS1001', `the environment ${environment.name} has AWS resources but no region`, {
      fix: `new Environment(platform, '${environment.name}', { region: 'eu-central-1' })`,
    });
    return undefined;
  }
  const alias = regionAlias(user);
  const { AwsProvider } = loadAwsProvider();
  const provider = new AwsProvider(stack, alias === undefined ? 'aws' : `aws_${alias}`, {
    region,
    ...(alias !== undefined && { alias }),
    ...(environment.account !== undefined && { allowedAccountIds: [environment.account] }),
    defaultTags: [{ tags: { ...environment.tags, 'keelson.dev/unit': name } }],
  });
  return render(provider, stack);
}
