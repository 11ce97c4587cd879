import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { type Alias, addAliases } from '../../../synth/aliases.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import { Addon } from '../addon/addon.ts';
import { aliasList, constructs, type Shape } from '../schemas.ts';

/** Props of a {@link GatewayApi}. */
export interface GatewayApiProps {
  /**
   * Files of the release, such as `standard-install.yaml` of https://github.com/kubernetes-sigs/gateway-api/releases, and
   * `manifests.yaml` of the Inference Extension, relative to the program's folder. @default ['vendor/gateway-api']
   */
  readonly manifests?: readonly string[];
  /** `sha256:<hex>` over the files in the order of their paths. @default - not checked */
  readonly digest?: string;
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const schema = once(() =>
  z.strictObject({
    manifests: z.array(z.string().min(1)).min(1).optional(),
    digest: z.string().optional(),
    dependsOn: constructs.optional(),
    aliases: aliasList.optional(),
  } satisfies Shape<GatewayApiProps>),
);

/** The kinds of Gateway API, from the manifests of its release: its project publishes no chart. A controller is another add-on. It is in the unit `gateway-api`. */
export class GatewayApi extends Construct {
  /** Reports KS1001 for a wrong prop and files that are not there. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: GatewayApiProps = {}) {
    super(scope, id);
    if (!parseProps(this, schema(), props)) return;
    const { manifests = ['vendor/gateway-api'], digest, dependsOn, aliases } = props;
    if (aliases) addAliases(this, ...aliases);
    if (dependsOn) this.node.addDependency(...dependsOn);
    const addon = new Addon(this, 'Default', { manifests, ...(digest !== undefined && { digest }) });
    // Controllers that Terraform installs wait for it; others of the unit addons may wait for them.
    placeByDefault(addon, 'kubernetes', 'gateway-api', addon.cluster);
  }
}
