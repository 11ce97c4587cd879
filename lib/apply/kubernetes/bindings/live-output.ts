import type { KubernetesUnitFile } from '../../../assembly/schema.ts';
import { objectId } from '../../../assembly/schema.ts';
import { getPointer } from '../../../core/json-pointer.ts';
import { refName } from '../../plan/types.ts';
import type { ApiRequest, Connection, Impersonation } from '../client/connection.ts';
import { type Discovery, resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import { refOfEntry } from '../plan/desired.ts';
import { PART_OF } from '../plan/live-metadata.ts';
import type { Output } from './output.ts';

/** Where outputs of Kubernetes units are read, and as whom. */
export interface LiveSource {
  readonly connection: Connection;
  readonly discovery: Discovery;
  readonly impersonate?: Impersonation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a field of a live object that an output names. Only objects that the unit has applied give values: an assembly that names
 * another's object, a Secret say, would else get at it with the applier's rights.
 */
export async function readLiveOutput(source: LiveSource, unit: string, file: KubernetesUnitFile, output: string): Promise<Output> {
  const from = file.outputs[output]?.from;
  if (!from) return { pending: `${unit} has no such output` };
  const entry = file.objects.find((one) => objectId(one) === from.object);
  const resource = entry && source.discovery.resource(entry.apiVersion, entry.kind);
  if (!entry) return { pending: `${unit} has no object ${from.object}` };
  const name = refName(refOfEntry(entry));
  if (!resource) return { pending: `the cluster does not serve the kind of ${name}` };
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, entry.namespace, entry.name),
    ...(source.impersonate && { impersonate: source.impersonate }),
    ...(source.signal && { signal: source.signal }),
  };
  const response = await source.connection.request(request);
  if (response.status === 404) return { pending: `${name} is not there yet` };
  const live = jsonOf<{ readonly metadata: ObjectMeta }>(response, request, from.object);
  if (live.metadata.labels?.[PART_OF] !== file.applySet) return { pending: `${name} was not applied by ${unit}` };
  const value = getPointer(live, from.pointer);
  return value === undefined || value === null || value === '' ? { pending: `${name} has no ${from.pointer} yet` } : { value };
}
