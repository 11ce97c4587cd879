import { createHash, randomUUID } from 'node:crypto';
import { SYSTEM_NAMESPACE } from '../../assembly/apply-set.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { ApiRequest, Connection } from '../kubernetes/client/connection.ts';
import { list } from '../kubernetes/client/lists.ts';
import { jsonOf } from '../kubernetes/client/refused.ts';
import { ensureSystemNamespace } from '../kubernetes/inventory/store.ts';
import { ClusterLease } from '../lease/cluster-lease.ts';
import type { LeasePlace } from '../lease/lease-place.ts';
import { type Blob, BlobChanged, type BlobStore } from './blob-store.ts';

const PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}/secrets`;
const SECRETS = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, verbs: [] };
const LABEL = 'keelson.dev/blob';
const KEY = 'keelson.dev/blob-key';
const PARTS = 'keelson.dev/blob-parts';
/** On a part: the Secret that names it, or was to. */
const PART_OF = 'keelson.dev/blob-part-of';
/** Bytes of one Secret at most: an object may have 1 MiB, and base64 takes a third more. */
const PART_BYTES = 600 * 1024;
/** Milliseconds after which a part that nobody names is of a writer that ended in between: no write takes that long. */
const ABANDONED = 3_600_000;
/** Writes of others that one is tried after. */
const TRIES = 20;

interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly type: 'keelson.dev/blob';
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly data: Readonly<Record<string, string>>;
}

/**
 * Blobs as Secrets of the namespace keelson-system. A large one is cut: its parts are written first, and the Secret that names them last,
 * so that a reader sees the old bytes or the new. Each write has parts of its own: who takes old ones away takes nobody else's.
 */
export class ClusterStore implements BlobStore {
  readonly name: string;
  readonly #connection: Connection;
  #ensured: Promise<void> | undefined;

  /** @param cluster for people, such as `prod/main` */
  constructor(connection: Connection, cluster: string) {
    this.#connection = connection;
    this.name = `cluster ${cluster}`;
  }

  async get(key: string): Promise<Blob | undefined> {
    return this.#whole(key, await this.#secret(nameOf(key)));
  }

  /** Throws KS8070 when a part of it is gone. */
  async #whole(key: string, head: Secret | undefined): Promise<Blob | undefined> {
    if (!head) return undefined;
    const parts: Buffer[] = [];
    for (const name of partsOf(head)) {
      const part = await this.#secret(name);
      if (!part) {
        // Somebody may have written the blob in between, and removed the old parts: then what is there now counts.
        const now = await this.#secret(nameOf(key));
        if (now?.metadata.resourceVersion !== head.metadata.resourceVersion) return this.#whole(key, now);
        throw new KeelsonError('KS8070', {
          object: this.name,
          message: `${key} lacks its part Secret ${SYSTEM_NAMESPACE}/${name}`,
          fix: `bring that Secret back from a backup; or remove Secret ${SYSTEM_NAMESPACE}/${nameOf(key)}: the next release writes it anew`,
        });
      }
      parts.push(Buffer.from(part.data['bytes'] ?? '', 'base64'));
    }
    const bytes = parts.length > 0 ? Buffer.concat(parts) : Buffer.from(head.data['bytes'] ?? '', 'base64');
    return { bytes, version: head.metadata.resourceVersion ?? '' };
  }

  async put(key: string, bytes: Uint8Array, expected?: string | null): Promise<string> {
    this.#ensured ??= ensureSystemNamespace(this.#connection).catch((error: unknown) => {
      this.#ensured = undefined;
      throw error;
    });
    await this.#ensured;
    for (let attempt = 1; ; attempt++)
      try {
        return await this.#put(key, bytes, expected);
      } catch (error) {
        // Who expects nothing writes over what another one wrote meanwhile.
        if (expected !== undefined || !(error instanceof BlobChanged) || attempt === TRIES) throw error;
      }
  }

  async #put(key: string, bytes: Uint8Array, expected: string | null | undefined): Promise<string> {
    const name = nameOf(key);
    const before = expected === null ? undefined : await this.#secret(name);
    if (typeof expected === 'string' && before?.metadata.resourceVersion !== expected) throw new BlobChanged(key);
    const parts: string[] = [];
    const own = randomUUID().slice(0, 8);
    if (bytes.length > PART_BYTES)
      for (let at = 0; at < bytes.length; at += PART_BYTES) {
        const partName = `${name}-${own}-${parts.length}`;
        parts.push(partName);
        await this.#write(secret(partName, { [LABEL]: 'part', [PART_OF]: name }, {}, bytes.subarray(at, at + PART_BYTES)), null);
      }
    const annotations = { [KEY]: key, ...(parts.length > 0 && { [PARTS]: parts.join(',') }) };
    const head = secret(name, { [LABEL]: 'head' }, annotations, parts.length > 0 ? new Uint8Array() : bytes);
    const version = (await this.#write(head, before?.metadata.resourceVersion ?? null)) ?? (await this.#writtenBefore(name, parts));
    if (version === undefined) {
      for (const part of parts) await this.#delete(part);
      throw new BlobChanged(key);
    }
    for (const old of before ? partsOf(before) : []) await this.#delete(old);
    if (parts.length > 0) await this.#sweep(name, parts);
    return version;
  }

  /** The version of what was written when its answer was lost, and it was sent once more: then the Secret names these parts. */
  async #writtenBefore(name: string, parts: readonly string[]): Promise<string | undefined> {
    if (parts.length === 0) return undefined;
    const now = await this.#secret(name);
    return now && partsOf(now).join() === parts.join() ? now.metadata.resourceVersion : undefined;
  }

  /** Takes away what writers left that ended in between. */
  async #sweep(name: string, parts: readonly string[]): Promise<void> {
    const { items } = await list<{ readonly metadata: { readonly name: string; readonly creationTimestamp?: string } }>(
      this.#connection,
      SECRETS,
      { namespace: SYSTEM_NAMESPACE, labelSelector: `${PART_OF}=${name}`, metadataOnly: true },
    );
    for (const { metadata } of items)
      if (!parts.includes(metadata.name) && Date.now() - Date.parse(metadata.creationTimestamp ?? '') > ABANDONED)
        await this.#delete(metadata.name);
  }

  async list(prefix: string): Promise<readonly string[]> {
    const { items } = await list<{ readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } }>(
      this.#connection,
      SECRETS,
      {
        namespace: SYSTEM_NAMESPACE,
        labelSelector: `${LABEL}=head`,
        metadataOnly: true,
      },
    );
    return items
      .flatMap(({ metadata }) => metadata.annotations?.[KEY] ?? [])
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  async remove(key: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const head = await this.#secret(nameOf(key));
      if (!head) return;
      if (await this.#delete(head.metadata.name, head.metadata.resourceVersion)) {
        for (const part of partsOf(head)) await this.#delete(part);
        return;
      }
      if (attempt === TRIES) throw new BlobChanged(key);
    }
  }

  lease(environment: string): LeasePlace {
    return new ClusterLease(this.#connection, environment);
  }

  async #secret(name: string): Promise<Secret | undefined> {
    const request: ApiRequest = { method: 'GET', path: `${PATH}/${name}` };
    const response = await this.#connection.request(request);
    return response.status === 404 ? undefined : jsonOf<Secret>(response, request, `Secret ${SYSTEM_NAMESPACE}/${name}`);
  }

  /** @param expected version that is replaced; null: none. @returns the new version; undefined when something else is there */
  async #write(body: Secret, expected: string | null): Promise<string | undefined> {
    const { name } = body.metadata;
    const isNew = typeof expected !== 'string';
    const request: ApiRequest = isNew
      ? { method: 'POST', path: PATH, body: JSON.stringify(body) }
      : {
          method: 'PUT',
          path: `${PATH}/${name}`,
          body: JSON.stringify({ ...body, metadata: { ...body.metadata, resourceVersion: expected } }),
        };
    const response = await this.#connection.request(request);
    if (response.status === 409 || (!isNew && response.status === 404)) return undefined;
    return jsonOf<Secret>(response, request, `Secret ${SYSTEM_NAMESPACE}/${name}`).metadata.resourceVersion;
  }

  /** @param version that it must have. @default - any @returns whether it is gone; not when it has another version */
  async #delete(name: string, version?: string): Promise<boolean> {
    const body = version === undefined ? {} : { body: JSON.stringify({ preconditions: { resourceVersion: version } }) };
    const request: ApiRequest = { method: 'DELETE', path: `${PATH}/${name}`, ...body };
    const response = await this.#connection.request(request);
    if (version !== undefined && response.status === 409) return false;
    if (response.status !== 404) jsonOf(response, request, `Secret ${SYSTEM_NAMESPACE}/${name}`);
    return true;
  }
}

function nameOf(key: string): string {
  return `keelson-blob-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

function partsOf({ metadata }: Secret): readonly string[] {
  return metadata.annotations[PARTS]?.split(',') ?? [];
}

function secret(
  name: string,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'keelson.dev/blob',
    metadata: { name, labels: { ...labels, 'app.kubernetes.io/managed-by': 'keelson' }, annotations },
    data: { bytes: Buffer.from(bytes).toString('base64') },
  };
}
