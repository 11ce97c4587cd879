import { KeelsonError } from '../../../core/errors.ts';
import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import { resourcePath } from '../client/discovery.ts';
import { jsonOf } from '../client/refused.ts';
import { type Going, isNamespace, keptBy } from '../prune/wait-gone.ts';

/** Namespaces of the unit that are being deleted (KS8029): what is written to them would go with them. */
export async function goingNamespaces({ connection, objects, live, rules }: UnitContext): Promise<KeelsonError[]> {
  const errors = objects.map(async ({ id, entry }): Promise<KeelsonError[]> => {
    const there = live.byId.get(id);
    if (!there || !isNamespace(there) || there.meta.deletionTimestamp === undefined) return [];
    const path = resourcePath(there.resource, undefined, entry.name);
    const request: ApiRequest = { method: 'GET', path, ...(rules.impersonate && { impersonate: rules.impersonate }) };
    const response = await connection.request(request);
    if (response.status === 404) return [];
    const namespace = jsonOf<Going>(response, request, id);
    if (namespace.metadata.deletionTimestamp === undefined) return [];
    const source = { file: entry.file, line: 1 };
    return [new KeelsonError('KS8029', { path: entry.path, source, message: `Namespace ${entry.name} waits for ${keptBy(namespace)}` })];
  });
  return (await Promise.all(errors)).flat();
}
