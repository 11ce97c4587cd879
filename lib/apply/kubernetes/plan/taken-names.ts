import { objectId } from '../../../assembly/schema.ts';
import type { UnitContext } from '../apply/unit-context.ts';
import { list } from '../client/lists.ts';
import type { DesiredObject } from './desired.ts';

/**
 * Which of some objects are there, whoever made them, by one list of metadata per kind: without a dry run of each, this is what tells
 * a new object from a stranger's of the same name. Throws KS8003, KS8004.
 */
export async function takenNames(context: UnitContext, objects: readonly DesiredObject[]): Promise<ReadonlySet<string>> {
  const { connection, discovery, live, perNamespace } = context;
  const taken = new Set(objects.filter(({ id }) => live.byId.has(id)).map(({ id }) => id));
  const places = new Map<string, DesiredObject['entry']>();
  for (const { entry, id } of objects)
    if (!taken.has(id)) places.set(`${entry.apiVersion}/${entry.kind}${perNamespace ? `/${entry.namespace ?? ''}` : ''}`, entry);
  await Promise.all(
    [...places.values()].map(async ({ apiVersion, kind, namespace }) => {
      const resource = discovery.resource(apiVersion, kind);
      if (!resource) return;
      const { items } = await list(connection, resource, perNamespace && namespace !== undefined ? { namespace } : {});
      for (const { metadata } of items) taken.add(objectId({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name }));
    }),
  );
  return taken;
}
