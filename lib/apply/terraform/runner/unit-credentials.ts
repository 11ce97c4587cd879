import type { TerraformUnitFile } from '../../../assembly/schema.ts';
import { assumeRole, type WantedRole } from './assume-role.ts';

/** What lets in at AWS, as its SDKs read it. */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|ROLE_ARN|ROLE_SESSION_NAME|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_(FULL|RELATIVE)_URI|CONTAINER_AUTHORIZATION_TOKEN(_FILE)?)$/;

/** Credentials of one unit as variables of the environment, for each of its identities; asked for when a step needs them. */
export interface UnitCredentials {
  plan(): Promise<Readonly<Record<string, string>>>;
  apply(): Promise<Readonly<Record<string, string>>>;
}

/** Takes a role with the applier's own credentials. */
export type AssumeRole = (role: WantedRole) => Promise<Readonly<Record<string, string>>>;

/**
 * Credentials of a unit: a role of its own, one to plan and one to apply, taken with the web identity of the applier (OIDC of a CI system
 * or a pod), else with whatever other credentials it has. The unit gets nothing else of the applier's. Without roles it gets those of the
 * applier itself.
 * @param assume takes a role without a web identity. @default - by AWS STS
 */
export function unitCredentials(
  roles: TerraformUnitFile['roles'],
  key: string,
  environment: NodeJS.ProcessEnv = process.env,
  assume: AssumeRole = assumeRole,
): UnitCredentials {
  if (!roles) {
    const own = Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) => (value !== undefined && CREDENTIALS.test(name) ? [[name, value]] : [])),
    );
    return { plan: async () => own, apply: async () => own };
  }
  const { AWS_WEB_IDENTITY_TOKEN_FILE: token } = environment;
  const as = (arn: string, what: string) => async (): Promise<Readonly<Record<string, string>>> => {
    const session = `keelson-${what}-${key.replaceAll(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
    if (token === undefined) return assume({ arn, session });
    return { AWS_ROLE_ARN: arn, AWS_ROLE_SESSION_NAME: session, AWS_WEB_IDENTITY_TOKEN_FILE: token };
  };
  return { plan: as(roles.plan, 'plan'), apply: as(roles.apply, 'apply') };
}
