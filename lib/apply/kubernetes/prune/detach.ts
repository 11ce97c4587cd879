import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { refused } from '../client/refused.ts';
import { PART_OF } from '../plan/live-metadata.ts';

/** Takes an object that stays out of its unit: it loses the label of the ApplySet, and keeps everything else. */
export async function detach(
  { connection, rules }: Pick<UnitContext, 'connection' | 'rules'>,
  path: string,
  meta: ObjectMeta,
  id: string,
): Promise<void> {
  const body = JSON.stringify({ metadata: { uid: meta.uid, labels: { [PART_OF]: null } } });
  const request: ApiRequest = {
    method: 'PATCH',
    path,
    body,
    contentType: 'application/merge-patch+json',
    query: { fieldManager: 'keelson-detach' },
    ...(rules.impersonate && { impersonate: rules.impersonate }),
  };
  const response = await connection.request(request);
  if (response.status !== 404 && response.status !== 409 && response.status >= 300) throw refused(response, request, id);
}
