import type { ClusterRun, ClusterState } from '../apply/cluster-run.ts';
import type { ApiRequest } from '../client/connection.ts';
import { resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import type { RecordEntry } from '../inventory/unit-record.ts';
import { hasField } from '../objects/own-fields.ts';
import { PART_OF } from '../plan/live-metadata.ts';

/**
 * Metadata of an object that the list of its unit does not have and that is in the cluster all the same, since somebody changed its
 * label; undefined when it is gone. Throws KS8003, KS8004.
 */
export async function stillThere(
  { connection, signal }: ClusterRun,
  { discovery }: ClusterState,
  id: string,
  entry: RecordEntry | undefined,
): Promise<ObjectMeta | undefined> {
  const [, kind = '', namespace = '', ...name] = id.split('/');
  const resource = entry && discovery.resource(entry.apiVersion, kind);
  if (!resource) return undefined;
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, namespace === '' ? undefined : namespace, name.join('/')),
    accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ...(signal && { signal }),
  };
  const response = await connection.request(request);
  return response.status === 404 ? undefined : jsonOf<{ readonly metadata: ObjectMeta }>(response, request, id).metadata;
}

/** What became of the label by which an object is its unit's, and who has it now. */
export function describeLabel({ labels = {}, managedFields = [] }: ObjectMeta): string {
  const value = labels[PART_OF];
  if (value === undefined) return `it lost the label ${PART_OF}`;
  const managers = managedFields.filter((entry) => hasField(entry, ['metadata', 'labels', PART_OF])).map(({ manager }) => manager);
  return `its label ${PART_OF} is ${value}${managers.length > 0 ? `, set by ${[...new Set(managers)].join(', ')}` : ''}`;
}
