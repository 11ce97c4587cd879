import { KeelsonError } from '../../../core/errors.ts';

/** A role that is to be taken. */
export interface WantedRole {
  readonly arn: string;
  /** Name of the session, by which CloudTrail shows who it was. */
  readonly session: string;
}

/** Longest session of a role that was taken by another role (IAM User Guide, "Roles terms and concepts", role chaining). */
const SECONDS = 3600;

/**
 * Takes a role by AWS STS, for an hour, with the credentials, region and endpoint that AWS' own tools would take. The SDK is loaded with
 * the first one. Throws KS8060.
 */
export async function assumeRole({ arn, session }: WantedRole): Promise<Readonly<Record<string, string>>> {
  // The version is pinned and runs on this Node; that later ones will not is no news for who applies.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  // Of no region in particular; STS of us-east-1 takes every role.
  const client = new STSClient({ region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1' });
  try {
    const { Credentials } = await client.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: session, DurationSeconds: SECONDS }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('STS gave no credentials');
    return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
  } catch (cause) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new KeelsonError('KS8060', { object: arn, message, cause });
  } finally {
    client.destroy();
  }
}
