import { randomBytes } from 'node:crypto';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { jsonOf } from '../client/refused.ts';
import { SYSTEM_NAMESPACE } from '../inventory/store.ts';

const NAME = 'keelson-checksum-key';
const PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}/secrets`;

/**
 * The key of checksums of secret values, one per cluster, in a Secret of its own: without it, a short secret could be guessed from the
 * annotation that rolls its pods. Throws KS8003, KS8004.
 * @param make whether to make one when there is none
 */
export async function checksumKey(connection: Connection, make: boolean): Promise<Uint8Array | undefined> {
  const get: ApiRequest = { method: 'GET', path: `${PATH}/${NAME}` };
  const read = async (): Promise<Uint8Array | undefined> => {
    const response = await connection.request(get);
    if (response.status === 404) return undefined;
    const { data } = jsonOf<{ readonly data?: { readonly key?: string } }>(response, get, `Secret ${SYSTEM_NAMESPACE}/${NAME}`);
    return Buffer.from(data?.key ?? '', 'base64');
  };
  const known = await read();
  if (known || !make) return known;
  const labels = { 'app.kubernetes.io/managed-by': 'keelson' };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: NAME, labels }, data: { key: randomBytes(32).toString('base64') } };
  const post: ApiRequest = { method: 'POST', path: PATH, body: JSON.stringify(secret), repeatable: true };
  const response = await connection.request(post);
  // Another applier, or an answer that was lost, was first.
  if (response.status === 409) return read();
  jsonOf(response, post, `Secret ${SYSTEM_NAMESPACE}/${NAME}`);
  return Buffer.from(secret.data.key, 'base64');
}
