import { createRequire } from 'node:module';

// cdktf costs 0.4 s to load; a program without a Terraform resource never pays for it.
const require = createRequire(import.meta.url);

/** cdktf, loaded at the first use. */
export function loadCdktf(): typeof import('cdktf') {
  return require('cdktf');
}

/** The module whose function takes a creation stack for each token. */
export function loadStackTrace(): { captureStackTrace: () => string[] } {
  return require('cdktf/lib/tokens/private/stack-trace.js');
}

/** The module that finds a place for the folders of local modules; not among cdktf's own exports. */
export function loadModuleAsset(): typeof import('cdktf/lib/terraform-module-asset.js') {
  return require('cdktf/lib/terraform-module-asset.js');
}

/** The AWS provider's configuration. */
export function loadAwsProvider(): typeof import('@cdktf/provider-aws/lib/provider/index.js') {
  return require('@cdktf/provider-aws/lib/provider/index.js');
}
