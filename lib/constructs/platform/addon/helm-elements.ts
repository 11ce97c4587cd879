import type { TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { loadCdktf } from '../../../synth/terraform/lazy.ts';

/*
 * The two elements of Terraform's helm provider that add-ons need. A package of bindings would be 3 MB for them.
 * Source: hashicorp/terraform-provider-helm v3.1.2 docs/index.md, docs/resources/release.md.
 */
const SOURCE = 'hashicorp/helm';
const VERSION = '3.1.2';

type Attributes = Readonly<Record<string, unknown>>;
type Element<T> = new (scope: Construct, id: string, attributes: Attributes) => T;

let classes: { readonly Provider: Element<TerraformProvider>; readonly Release: Element<TerraformResource> } | undefined;

/** `provider "helm"` and `resource "helm_release"`; attributes have Terraform's own names. */
export function helmElements(): NonNullable<typeof classes> {
  if (classes) return classes;
  const cdktf = loadCdktf();
  class HelmProvider extends cdktf.TerraformProvider {
    readonly #attributes: Attributes;

    constructor(scope: Construct, id: string, attributes: Attributes) {
      super(scope, id, {
        terraformResourceType: 'helm',
        terraformGeneratorMetadata: { providerName: 'helm', providerVersion: VERSION, providerVersionConstraint: VERSION },
        terraformProviderSource: SOURCE,
      });
      this.#attributes = attributes;
    }

    protected override synthesizeAttributes(): Attributes {
      return this.#attributes;
    }
  }
  class HelmRelease extends cdktf.TerraformResource {
    readonly #attributes: Attributes;

    constructor(scope: Construct, id: string, attributes: Attributes) {
      super(scope, id, {
        terraformResourceType: 'helm_release',
        terraformGeneratorMetadata: { providerName: 'helm', providerVersion: VERSION, providerVersionConstraint: VERSION },
      });
      this.#attributes = attributes;
    }

    protected override synthesizeAttributes(): Attributes {
      return this.#attributes;
    }
  }
  classes = { Provider: HelmProvider, Release: HelmRelease };
  return classes;
}
