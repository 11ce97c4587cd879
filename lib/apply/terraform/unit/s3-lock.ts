import { setTimeout as sleep } from 'node:timers/promises';
import { withoutNodeWarning } from '../../../core/aws-sdk.ts';
import { blocks, type ConfigurationFile, type Json, objects } from '../deny/configuration.ts';
import { webIdentity } from '../runner/assume-role.ts';

/** Reads the id of the lock that is there now. */
export type ReadLock = () => Promise<string | undefined>;

/** Between two looks at a lock that is not there yet. */
const LOOK_MS = 300;

/**
 * Reads the lock file that the S3 backend writes beside a state, `<key>.tflock` (OpenTofu and Terraform docs, "Backend Type: s3",
 * use_lockfile). Undefined for other backends, and for one that takes credentials by itself: nobody knows their locks then.
 * @param key of the state
 * @param environment of the applier
 * @param credentials of the unit, as variables of the environment. @default - those of the applier
 */
export function s3Lock(
  configuration: readonly ConfigurationFile[],
  key: string,
  environment: NodeJS.ProcessEnv,
  credentials: Readonly<Record<string, string>> = {},
): ReadLock | undefined {
  const backend = backendOf(configuration);
  const { bucket, region, use_lockfile: isLocked, use_path_style: isPath, endpoints } = backend ?? {};
  if (isLocked !== true || typeof bucket !== 'string') return undefined;
  if (['assume_role', 'assume_role_with_web_identity', 'profile', 'access_key'].some((name) => backend?.[name] !== undefined))
    return undefined;
  const [own] = objects(endpoints);
  const endpoint = own?.['s3'] ?? environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const where = region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  return async () => {
    withoutNodeWarning();
    const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
    const keys = await keysOf(credentials);
    const client = new S3Client({
      ...(typeof where === 'string' && { region: where }),
      ...(typeof endpoint === 'string' && { endpoint }),
      ...(isPath === true && { forcePathStyle: true }),
      ...(keys && { credentials: keys }),
    });
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${key}.tflock` }));
      const { ID } = JSON.parse((await Body?.transformToString()) ?? '{}') as { readonly ID?: unknown };
      return typeof ID === 'string' ? ID : undefined;
    } finally {
      client.destroy();
    }
  };
}

/** Looks for a lock until it is there or the signal ends it. One that can not be read is not known. */
export async function watchLock(read: ReadLock, found: (id: string) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const id = await read().catch(() => undefined);
    if (id !== undefined) {
      if (!signal.aborted) found(id);
      return;
    }
    await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

function backendOf(configuration: readonly ConfigurationFile[]): Json | undefined {
  for (const file of configuration)
    for (const { path, body } of blocks(file, 'terraform', 0))
      for (const { labels, body: backend } of blocks({ path, body }, 'backend', 1)) if (labels[0] === 's3') return backend;
  return undefined;
}

/** Keys in clear, or those of a role that is taken with a web identity; undefined: the SDK finds what the applier has. */
async function keysOf(
  credentials: Readonly<Record<string, string>>,
): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | undefined> {
  const { AWS_ROLE_ARN: arn, AWS_ROLE_SESSION_NAME: session, AWS_WEB_IDENTITY_TOKEN_FILE: token } = credentials;
  const keys = arn !== undefined && token !== undefined ? await webIdentity({ arn, session: session ?? 'keelson' }, token) : credentials;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = keys;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
