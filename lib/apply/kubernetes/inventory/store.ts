import { createHash } from 'node:crypto';
import { applySetParent, SYSTEM_NAMESPACE } from '../../../assembly/apply-set.ts';
import { canonicalJson } from '../../../core/canonical-json.ts';
import { KeelsonError } from '../../../core/errors.ts';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { list, type ObjectMeta } from '../client/lists.ts';
import { jsonOf, refused } from '../client/refused.ts';
import { decodeRecord, encodeRecord, type UnitRecord } from './unit-record.ts';

export { SYSTEM_NAMESPACE };

const PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}/configmaps`;
const CONFIG_MAPS = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, verbs: [] };
const CLUSTER_LABEL = 'keelson.dev/cluster-of';
const SHARDS = 'keelson.dev/shards';
/** A record of at most this many bytes stands in the parent itself. */
const INLINE_BYTES = 256 * 1024;

/** A unit's place in the cluster's store. */
export interface StoredUnit {
  /** `platform/env/cluster/unit`. */
  readonly key: string;
  /** Id of the ApplySet that its objects belong to. */
  readonly applySet: string;
  readonly record: UnitRecord;
  /** Version of the parent object: a write that finds another one fails. Absent: there is none yet. */
  readonly version?: string;
  /** Kinds that the unit has or had, as `Kind.group`: a superset (KEP-3659). */
  readonly groupKinds: readonly string[];
  /** Free facts about the last apply, such as its revision. */
  readonly facts: Readonly<Record<string, string>>;
  /** Names of the ConfigMaps that hold a record too large for the parent. */
  readonly shards?: readonly string[];
  /** UID of the cluster that it was recorded for. */
  readonly clusterUid?: string;
}

interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: Partial<ObjectMeta> & { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Units of one environment's cluster that were applied before, by key. @param cluster `platform/env/cluster` */
export async function readStore(connection: Connection, cluster: string): Promise<Map<string, StoredUnit>> {
  const selector = `${CLUSTER_LABEL}=${labelOf(cluster)}`;
  const { items } = await list<ConfigMap>(connection, CONFIG_MAPS, {
    namespace: SYSTEM_NAMESPACE,
    labelSelector: selector,
    metadataOnly: false,
  });
  const byName = new Map(items.map((item) => [item.metadata.name, item]));
  const units = new Map<string, StoredUnit>();
  for (const item of items) {
    const unit = storedUnit(item, byName);
    if (unit) units.set(unit.key, unit);
  }
  return units;
}

/**
 * Writes what is known of a unit. Shards come first and the parent, which names them, last: a reader sees the old record or the new.
 * Throws KS8007 when another applier wrote in between.
 * @returns the unit as stored, with its new version
 */
export async function writeUnit(connection: Connection, cluster: string, unit: StoredUnit): Promise<StoredUnit> {
  const shards = encodeRecord(unit.record);
  const inline = shards.length <= 1 && (shards[0]?.length ?? 0) <= INLINE_BYTES;
  const name = applySetParent(unit.key);
  const labels = { [CLUSTER_LABEL]: labelOf(cluster), 'app.kubernetes.io/managed-by': 'keelson' };
  const names: string[] = [];
  if (!inline) {
    for (const shard of shards) {
      const shardName = `${name}.${createHash('sha256').update(shard).digest('hex').slice(0, 12)}`;
      names.push(shardName);
      await createShard(connection, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: shardName, labels },
        binaryData: { record: shard.toString('base64') },
      });
    }
  }
  const parent: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      labels: { ...labels, 'applyset.kubernetes.io/id': unit.applySet },
      annotations: {
        'applyset.kubernetes.io/tooling': 'keelson/v1',
        'applyset.kubernetes.io/contains-group-kinds': [...unit.groupKinds].sort().join(','),
        ...(names.length > 0 && { [SHARDS]: names.join(',') }),
      },
      ...(unit.version !== undefined && { resourceVersion: unit.version }),
    },
    data: { ...unit.facts, unit: unit.key, ...(unit.clusterUid !== undefined && { clusterUid: unit.clusterUid }) },
    ...(inline && shards[0] && { binaryData: { record: shards[0].toString('base64') } }),
  };
  const written = await writeParent(connection, parent);
  for (const old of unit.shards ?? []) if (!names.includes(old)) await connection.request({ method: 'DELETE', path: `${PATH}/${old}` });
  return { ...unit, version: written.metadata.resourceVersion as string, shards: names };
}

/** Key of the unit that an ApplySet is of, whatever environment it is in. Undefined when no record tells, or none may be read. */
export async function keyOfApplySet(connection: Connection, applySet: string): Promise<string | undefined> {
  const options = { namespace: SYSTEM_NAMESPACE, labelSelector: `applyset.kubernetes.io/id=${applySet}`, metadataOnly: false };
  const { items } = await list<ConfigMap>(connection, CONFIG_MAPS, options).catch(() => ({ items: [] }));
  return items[0]?.data?.unit;
}

/** Version of a unit's record now; undefined when there is none. Throws KS8003, KS8004. */
export async function storedVersion(connection: Connection, key: string): Promise<string | undefined> {
  const request: ApiRequest = {
    method: 'GET',
    path: `${PATH}/${applySetParent(key)}`,
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  };
  const response = await connection.request(request);
  if (response.status === 404) return undefined;
  return jsonOf<{ readonly metadata: ObjectMeta }>(response, request, `ConfigMap ${SYSTEM_NAMESPACE}/${applySetParent(key)}`).metadata
    .resourceVersion;
}

/** Forgets a unit, after all that it had is gone. */
export async function removeUnit(connection: Connection, unit: StoredUnit): Promise<void> {
  const body = JSON.stringify({ preconditions: { resourceVersion: unit.version } });
  const request: ApiRequest = { method: 'DELETE', path: `${PATH}/${applySetParent(unit.key)}`, body };
  const response = await connection.request(request);
  if (response.status !== 404 && response.status >= 300)
    throw refused(response, request, `ConfigMap ${SYSTEM_NAMESPACE}/${applySetParent(unit.key)}`);
}

/** Makes the namespace of the records, if it is not there. Throws KS8004 without the right to. */
export async function ensureSystemNamespace(connection: Connection): Promise<void> {
  const get: ApiRequest = { method: 'GET', path: `/api/v1/namespaces/${SYSTEM_NAMESPACE}` };
  if ((await connection.request(get)).status === 200) return;
  const labels = { 'app.kubernetes.io/managed-by': 'keelson', 'pod-security.kubernetes.io/enforce': 'restricted' };
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM_NAMESPACE, labels } });
  const request: ApiRequest = { method: 'POST', path: '/api/v1/namespaces', body };
  const response = await connection.request(request);
  if (response.status !== 409) jsonOf(response, request, `Namespace ${SYSTEM_NAMESPACE}`);
}

async function writeParent(connection: Connection, parent: ConfigMap): Promise<ConfigMap> {
  const { name, resourceVersion } = parent.metadata;
  const request: ApiRequest =
    resourceVersion === undefined
      ? { method: 'POST', path: PATH, body: JSON.stringify(parent), repeatable: true }
      : { method: 'PUT', path: `${PATH}/${name}`, body: JSON.stringify(parent) };
  const response = await connection.request(request);
  if (response.status !== 409) return jsonOf<ConfigMap>(response, request, `ConfigMap ${SYSTEM_NAMESPACE}/${name}`);
  // An answer that was lost on the way makes the repetition a conflict with oneself.
  const get: ApiRequest = { method: 'GET', path: `${PATH}/${name}` };
  const there = jsonOf<ConfigMap>(await connection.request(get), get, `ConfigMap ${SYSTEM_NAMESPACE}/${name}`);
  if (sameContent(there, parent)) return there;
  throw new KeelsonError('KS8007', {
    object: parent.data?.unit ?? name,
    message: 'another applier wrote the record of this unit in the meantime',
  });
}

async function createShard(connection: Connection, shard: ConfigMap): Promise<void> {
  const request: ApiRequest = { method: 'POST', path: PATH, body: JSON.stringify(shard), repeatable: true };
  const response = await connection.request(request);
  // The name is the digest of the content: what is there is the same.
  if (response.status !== 409) jsonOf(response, request, `ConfigMap ${SYSTEM_NAMESPACE}/${shard.metadata.name}`);
}

function storedUnit(item: ConfigMap, byName: ReadonlyMap<string, ConfigMap>): StoredUnit | undefined {
  const { unit: key, clusterUid, ...facts } = item.data ?? {};
  if (key === undefined) return undefined;
  const annotations = item.metadata.annotations ?? {};
  const shards = annotations[SHARDS]?.split(',') ?? [];
  const texts = (shards.length > 0 ? shards.map((name) => byName.get(name)) : [item]).map((holder) => holder?.binaryData?.record ?? '');
  const record = decodeRecord(texts.filter((text) => text !== '').map((text) => Buffer.from(text, 'base64'))) ?? new Map();
  return {
    key,
    applySet: item.metadata.labels?.['applyset.kubernetes.io/id'] ?? '',
    record,
    version: item.metadata.resourceVersion as string,
    groupKinds: (annotations['applyset.kubernetes.io/contains-group-kinds'] ?? '').split(',').filter((kind) => kind !== ''),
    facts,
    shards,
    ...(clusterUid !== undefined && { clusterUid }),
  };
}

function sameContent(a: ConfigMap, b: ConfigMap): boolean {
  const content = (map: ConfigMap): string => canonicalJson([map.data, map.binaryData, map.metadata.annotations]);
  return content(a) === content(b);
}

/** A label value for `platform/env/cluster`, of at most 63 characters. */
function labelOf(cluster: string): string {
  const text = cluster.replaceAll('/', '.');
  return text.length <= 63
    ? text
    : `${text.slice(0, 46).replace(/[^A-Za-z0-9]+$/, '')}-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`;
}
