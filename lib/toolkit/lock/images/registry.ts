import { sha256 } from '../../../core/digest.ts';
import { KeelsonError } from '../../../core/errors.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { type ImageName, isLocal, parseImage } from './image-name.ts';

/** A list of platforms comes before the image of one, so that a digest is for every node. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const TIMEOUT_MS = 30_000;

/**
 * The digest that a tag has in its registry now, with the credentials that docker has. Throws KS9013 when the registry does not
 * say. Source: OCI distribution specification 1.1, "Pulling manifests"; distribution/distribution, "Token authentication".
 */
export async function resolveDigest(image: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const name = parseImage(image);
  try {
    const answer = await manifest(name, environment);
    const digest = answer.headers.get('docker-content-digest') ?? sha256(new Uint8Array(await answer.arrayBuffer()));
    if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
    throw new Error(`${name.registry} gives the digest ${JSON.stringify(digest)}`);
  } catch (cause) {
    const { message, cause: reason } = cause as Error & { readonly cause?: { readonly message?: string } };
    throw new KeelsonError('KS9013', { message: `the image ${image}: ${reason?.message ?? message}`, cause });
  }
}

async function manifest(name: ImageName, environment: NodeJS.ProcessEnv): Promise<Response> {
  const { registry, repository, tag } = name;
  const url = `${isLocal(registry) ? 'http' : 'https'}://${registry}/v2/${repository}/manifests/${tag}`;
  const first = await get(url, {});
  if (first.status !== 401) return checked(first, registry);
  const credentials = await credentialsOf(registry, environment);
  const challenge = first.headers.get('www-authenticate') ?? '';
  const authorization = /^bearer /i.test(challenge)
    ? `Bearer ${await token(challenge, name, credentials)}`
    : credentials && /^basic/i.test(challenge)
      ? basic(credentials)
      : undefined;
  return checked(authorization === undefined ? first : await get(url, { authorization }), registry);
}

/** Exchanges what docker has for a token that may read one repository; without credentials for one that anybody gets. */
async function token(challenge: string, { registry, repository }: ImageName, credentials?: Credentials): Promise<string> {
  const given = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = new URL(given('realm') ?? '');
  if (realm.protocol !== 'https:' && !isLocal(registry))
    throw new Error(`${registry} asks for credentials at ${realm.origin}, which is not HTTPS`);
  const scope = given('scope') ?? `repository:${repository}:pull`;
  const service = given('service') ?? registry;
  const answer = credentials?.identityToken
    ? await fetch(realm, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          service,
          scope,
          client_id: 'keelson',
          refresh_token: credentials.identityToken,
        }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    : await get(withQuery(realm, { service, scope }), credentials ? { authorization: basic(credentials) } : {});
  const body = (await checked(answer, realm.host).json()) as { readonly token?: string; readonly access_token?: string };
  const found = body.token ?? body.access_token;
  if (!found) throw new Error(`${realm.host} gives no token`);
  return found;
}

function withQuery(realm: URL, query: Readonly<Record<string, string>>): string {
  const url = new URL(realm);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function get(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { headers: { accept: ACCEPT, ...headers }, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

function checked(answer: Response, host: string): Response {
  if (answer.ok) return answer;
  throw new Error(`${host} answers ${answer.status}${answer.statusText ? ` ${answer.statusText}` : ''}`);
}
