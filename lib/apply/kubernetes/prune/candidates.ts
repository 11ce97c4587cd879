import type { ObjectRef } from '../../plan/types.ts';
import type { ObjectMeta } from '../client/lists.ts';
import type { UnitRecord } from '../inventory/unit-record.ts';
import { ownEntry } from '../objects/own-fields.ts';
import type { LiveMetadata, LiveObject } from '../plan/live-metadata.ts';

/** Annotation of an object that stays when it leaves the assembly. */
export const KEEP = 'keelson.dev/keep';

/** An object that left the assembly, and what becomes of it. */
export interface Candidate {
  readonly id: string;
  readonly object: ObjectRef;
  readonly live: LiveObject;
  readonly action: 'delete' | 'keep';
  /** Why it stays. */
  readonly reason?: string;
  /** Whether it stays for now only, as a member that the next run deletes. @default false */
  readonly isNext?: boolean;
}

/** What deciding needs to know of one unit. */
export interface PruneInput {
  readonly applySet: string;
  readonly record: UnitRecord;
  readonly live: LiveMetadata;
  /** Ids that any unit of the cluster wants. */
  readonly wanted: ReadonlySet<string>;
  readonly prune: boolean;
  /** Namespaces that objects of any unit are in, or will be. */
  readonly namespacesInUse: ReadonlySet<string>;
}

const SYSTEM = /^(kube-.*|default|keelson-system)$/;
/** What is in them goes with them, and can not be made again. */
const DATA = new Set(['/PersistentVolumeClaim', '/PersistentVolume']);

/**
 * Members of a unit that no unit wants any more. A member is what carries the unit's label and was applied by Keelson: a label alone,
 * which anybody can set, deletes nothing. An object made anew under the same name is another one.
 */
export function pruneCandidates(input: PruneInput): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [id, live] of input.live.byId) {
    if (live.applySet !== input.applySet || input.wanted.has(id) || live.meta.deletionTimestamp !== undefined) continue;
    const recorded = input.record.get(id);
    if (recorded?.uid !== undefined ? recorded.uid !== live.meta.uid : ownEntry(live.meta) === undefined) continue;
    const reason = whyKept(id, live.meta, input);
    candidates.push({
      id,
      object: refOf(live),
      live,
      action: reason === undefined ? 'delete' : 'keep',
      ...(reason !== undefined && { reason }),
    });
  }
  return candidates.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether an object stays whoever lets it go: it is annotated so, or holds data. @param kind `group/Kind` */
export function isKept(kind: string, meta: ObjectMeta): boolean {
  return DATA.has(kind) || isAnnotated(meta);
}

function isAnnotated({ annotations }: ObjectMeta): boolean {
  return annotations?.[KEEP] !== undefined && annotations[KEEP] !== 'false';
}

function whyKept(id: string, meta: ObjectMeta, input: PruneInput): string | undefined {
  const [group = '', kind = ''] = id.split('/');
  if (isAnnotated(meta)) return `its annotation ${KEEP}`;
  if (!input.prune) return 'the policy keeps what leaves the unit';
  if (group === '' && kind === 'Namespace') {
    if (SYSTEM.test(meta.name)) return 'it is a namespace of the system';
    if (input.namespacesInUse.has(meta.name)) return 'objects of the platform are in it';
  }
  if (DATA.has(`${group}/${kind}`)) return 'its data would go with it; delete it by hand';
  return undefined;
}

/** Names of a live object. */
export function refOf({ resource, meta }: LiveObject): ObjectRef {
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  return { apiVersion, kind: resource.kind, ...(meta.namespace !== undefined && { namespace: meta.namespace }), name: meta.name };
}
