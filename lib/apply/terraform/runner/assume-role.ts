import { readFileSync } from 'node:fs';
import type { Credentials, STSClient } from '@aws-sdk/client-sts';
import { withoutNodeWarning } from '../../../core/aws-sdk.ts';
import { KeelsonError } from '../../../core/errors.ts';

/** A role that is to be taken. */
export interface WantedRole {
  readonly arn: string;
  /** Name of the session, by which CloudTrail shows who it was. */
  readonly session: string;
}

/** Longest session of a role that was taken by another role (IAM User Guide, "Roles terms and concepts", role chaining). */
const SECONDS = 3600;

type Sts = typeof import('@aws-sdk/client-sts');

/**
 * Takes a role by AWS STS, for an hour, with the credentials, region and endpoint that AWS' own tools would take. The SDK is loaded with
 * the first one. Throws KS8060.
 */
export function assumeRole({ arn, session }: WantedRole): Promise<Readonly<Record<string, string>>> {
  const role = { RoleArn: arn, RoleSessionName: session, DurationSeconds: SECONDS };
  return taken(arn, (client, { AssumeRoleCommand }) => client.send(new AssumeRoleCommand(role)));
}

/** Takes a role with the token of a web identity, as AWS' own tools do with AWS_WEB_IDENTITY_TOKEN_FILE. Throws KS8060. */
export function webIdentity({ arn, session }: WantedRole, tokenFile: string): Promise<Readonly<Record<string, string>>> {
  const role = { RoleArn: arn, RoleSessionName: session, DurationSeconds: SECONDS };
  return taken(arn, async (client, { AssumeRoleWithWebIdentityCommand }) =>
    client.send(new AssumeRoleWithWebIdentityCommand({ ...role, WebIdentityToken: readFileSync(tokenFile, 'utf8').trim() })),
  );
}

async function taken(
  arn: string,
  ask: (client: STSClient, sdk: Sts) => Promise<{ readonly Credentials?: Credentials | undefined }>,
): Promise<Readonly<Record<string, string>>> {
  withoutNodeWarning();
  const sdk = await import('@aws-sdk/client-sts');
  // Of no region in particular; STS of us-east-1 takes every role.
  const client = new sdk.STSClient({ region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1' });
  try {
    const { Credentials: given } = await ask(client, sdk);
    const { AccessKeyId, SecretAccessKey, SessionToken } = given ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('STS gave no credentials');
    return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
  } catch (cause) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new KeelsonError('KS8060', { object: arn, message, cause });
  } finally {
    client.destroy();
  }
}
