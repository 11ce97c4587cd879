import { createRequire } from 'node:module';

// cdk8s-plus costs some milliseconds to load and twice as many to run for the first time; a program without an App does not pay.
const require = createRequire(import.meta.url);

/** cdk8s-plus, loaded at the first use. */
export function loadCdk8sPlus(): typeof import('cdk8s-plus-28') {
  return require('cdk8s-plus-28');
}
