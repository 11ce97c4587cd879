import type { TerraformUnitFile } from '../../../assembly/schema.ts';

/** What lets in at AWS, as its SDKs read it. */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_(FULL|RELATIVE)_URI|CONTAINER_AUTHORIZATION_TOKEN(_FILE)?)$/;

/** Credentials of one unit, for each of its identities. */
export interface UnitCredentials {
  readonly plan: Readonly<Record<string, string>>;
  readonly apply: Readonly<Record<string, string>>;
}

/**
 * Credentials of a unit: a role of its own, taken with the web identity of the applier (OIDC of a CI system or a pod), which gives
 * nothing else to the unit; without roles, those of the applier itself. Undefined for a unit with roles where there is no web identity:
 * the applier's own are not given in their place.
 */
export function unitCredentials(
  roles: TerraformUnitFile['roles'],
  key: string,
  environment: NodeJS.ProcessEnv = process.env,
): UnitCredentials | undefined {
  if (!roles) {
    const own = Object.fromEntries(Object.entries(environment).filter(([name, value]) => value !== undefined && CREDENTIALS.test(name)));
    return { plan: own as Record<string, string>, apply: own as Record<string, string> };
  }
  const { AWS_WEB_IDENTITY_TOKEN_FILE: token } = environment;
  if (token === undefined) return undefined;
  const as = (role: string, what: string): Record<string, string> => ({
    AWS_ROLE_ARN: role,
    AWS_ROLE_SESSION_NAME: `keelson-${what}-${key.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64),
    AWS_WEB_IDENTITY_TOKEN_FILE: token,
  });
  return { plan: as(roles.plan, 'plan'), apply: as(roles.apply, 'apply') };
}
