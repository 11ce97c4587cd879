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
  return aliasFor(Environment.tryOf(construct), Region.of(construct));
}

/** Alias of the provider of a region; undefined for the environment's own. */
export function aliasFor(environment: Environment | undefined, region: string | undefined): string | undefined {
  return region === undefined || region === environment?.region ? undefined : region.replaceAll('-', '_');
}

/**
 * The AWS provider of a region: bound to the environment's account, with tags for all that it makes. Reports KS1001 for an
 * environment without a region.
 */
export function awsConfiguration(
  context: SynthContext,
  unit: UnitDraft,
  stack: TerraformStack,
  region: string | undefined,
  render: (element: TerraformElement, stack: TerraformStack) => Json | undefined,
): Json | undefined {
  const { environment, name } = unit.placement;
  if (region === undefined) {
    context.error(environment, 'KS1001', `the environment ${environment.name} has AWS resources but no region`, {
      fix: `new Environment(platform, '${environment.name}', { region: 'eu-central-1' })`,
    });
    return undefined;
  }
  const alias = aliasFor(environment, region);
  const { AwsProvider } = loadAwsProvider();
  const provider = new AwsProvider(stack, alias === undefined ? 'aws' : `aws_${alias}`, {
    region,
    ...(alias !== undefined && { alias }),
    ...(environment.account !== undefined && { allowedAccountIds: [environment.account] }),
    defaultTags: [{ tags: { ...environment.tags, 'keelson.dev/unit': name } }],
  });
  return render(provider, stack);
}
