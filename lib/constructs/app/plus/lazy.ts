import { createRequire } from 'node:module';

// cdk8s-plus costs 30 ms to load; only a program whose own constructs of it refer to an application pays for it.
const require = createRequire(import.meta.url);

/** cdk8s-plus, loaded at the first use. */
export function loadCdk8sPlus(): typeof import('cdk8s-plus-28') {
  return require('cdk8s-plus-28');
}
