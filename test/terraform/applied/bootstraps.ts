import type { BootstrapOptions } from '../../../lib/toolkit/bootstrap/bootstrap.ts';
import { MOTO_ACCOUNT } from '../harness/moto.ts';

/** For CI on GitHub. */
export const github: BootstrapOptions = {
  platform: 'acme',
  environment: 'prod',
  account: MOTO_ACCOUNT,
  region: 'eu-central-1',
  ci: { host: 'github', repository: 'acme/platform' },
  units: ['network', '9-lives'],
};
/** For CI on GitLab, in an account that knows it already. */
export const gitlab: BootstrapOptions = {
  ...github,
  ci: { host: 'gitlab', repository: 'acme/infra/platform' },
  units: [],
  existingIssuer: true,
};
