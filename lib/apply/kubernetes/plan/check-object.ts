import { SANDBOX_MANAGER } from '../../../assembly/apply-set.ts';
import type { KubernetesObject } from '../../../assembly/content.ts';
import { isMap } from '../../../core/fields/maps.ts';
import type { FieldChange, ObjectChange } from '../../plan/types.ts';
import type { UnitRules } from '../../policy/unit-rules.ts';
import { patch } from '../apply/patch.ts';
import type { ApiRequest, Connection } from '../client/connection.ts';
import { type Resource, resourcePath } from '../client/discovery.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { jsonOf } from '../client/refused.ts';
import { type ApiStatus, parseStatus } from '../client/status.ts';
import { keyOfApplySet } from '../inventory/store.ts';
import { hasField, ownEntry } from '../objects/own-fields.ts';
import { describeConflicts, type FieldConflict, fieldConflicts, withoutFields } from './conflicts.ts';
import { type DesiredObject, refOfEntry } from './desired.ts';
import { isOnlyImmutable, isReplaceable } from './immutable.ts';
import { liveChanges } from './live-changes.ts';
import { PART_OF } from './live-metadata.ts';

/** How an object will be written. */
export interface Write {
  readonly manifest: KubernetesObject;
  /** Takes over fields of other managers. */
  readonly force: boolean;
  /** UID of the object that is deleted first. */
  readonly replaces?: string;
  /** Hands the number of replicas to whoever scales, before the manifest without it is applied. */
  readonly handOverReplicas?: number;
  /** Takes over what `kubectl apply` set, so that a field removed later goes. */
  readonly takeFromKubectl?: boolean;
}

/** The verdict on one object. */
export interface Checked {
  readonly desired: DesiredObject;
  readonly resource: Resource;
  readonly change: ObjectChange;
  /** Absent when nothing is to be written. */
  readonly write?: Write;
  /** Metadata after the check, for an object that is as wanted. */
  readonly settled?: ObjectMeta;
}

/** What a check needs to know. */
export interface CheckContext {
  readonly connection: Connection;
  readonly rules: UnitRules;
  /** ApplySets whose objects may be taken over: those of the same cluster's environment, since objects move between its units. */
  readonly applySets: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the API server, by a dry run, what applying an object would do, and reads the live object when there is one.
 * @param isMember whether the record says that this very object was applied before: what others changed since is drift
 */
export async function checkObject(context: CheckContext, resource: Resource, desired: DesiredObject, isMember: boolean): Promise<Checked> {
  return new Check(context, resource, desired, isMember).run();
}

type Live = KubernetesObject & { readonly metadata: ObjectMeta };

class Check {
  readonly #context: CheckContext;
  readonly #resource: Resource;
  readonly #desired: DesiredObject;
  readonly #isMember: boolean;

  constructor(context: CheckContext, resource: Resource, desired: DesiredObject, isMember: boolean) {
    this.#context = context;
    this.#resource = resource;
    this.#desired = desired;
    this.#isMember = isMember;
  }

  async run(): Promise<Checked> {
    return this.#try({ manifest: this.#desired.manifest, force: false }, undefined);
  }

  async #try(write: Write, note: string | undefined): Promise<Checked> {
    const { connection, rules, signal } = this.#context;
    const response = await patch(connection, this.#resource, write.manifest, {
      dryRun: true,
      force: write.force,
      impersonate: rules.impersonate,
      signal,
    });
    if (response.status === 201) return this.#verdict('create', [], note, write);
    if (response.status === 200) return this.#compare(write, JSON.parse(response.text) as Live, note);
    const status = parseStatus(response.status, response.text);
    const conflicts = fieldConflicts(status);
    if (conflicts.length > 0 && !write.force) return this.#conflicting(write, conflicts);
    if (isOnlyImmutable(status, write.manifest)) return this.#immutable(write, status);
    return this.#verdict('invalid', [], this.#words(status));
  }

  async #compare(write: Write, after: Live, note: string | undefined): Promise<Checked> {
    const before = await this.#live();
    if (!before) return this.#verdict('create', [], note, write);
    const own = ownEntry(before.metadata);
    const stranger = await this.#stranger(before.metadata);
    if (stranger !== undefined && this.#context.rules.ownership !== 'adopt') return this.#verdict('conflict', [], stranger);
    const ignored = this.#ignored(before, own !== undefined);
    if (ignored) {
      const manifest = withoutFields(write.manifest, ignored);
      if (manifest && ignored.length > 0 && manifest !== write.manifest) return this.#try({ ...write, manifest }, note);
    }
    const replicas = this.#replicasToHandOver(before);
    const fields = liveChanges(before, after).filter((field) => replicas === undefined || field.pointer !== '/spec/replicas');
    const full: Write = {
      ...write,
      ...(replicas !== undefined && { handOverReplicas: replicas }),
      ...(own === undefined && appliedByKubectl(before.metadata) && { takeFromKubectl: true }),
    };
    if (stranger !== undefined || own === undefined)
      return this.#verdict('adopt', fields, note ?? stranger ?? `it was made by ${makers(before.metadata)}`, full);
    if (fields.length === 0 && replicas === undefined && sameFields(before.metadata, after.metadata))
      return { ...this.#verdict('unchanged', []), settled: before.metadata };
    return this.#verdict('update', fields, note, full);
  }

  /** What others changed in an object of ours is drift; what another applier sets too is for the policy to decide. */
  async #conflicting(write: Write, conflicts: readonly FieldConflict[]): Promise<Checked> {
    const { rules } = this.#context;
    const words = describeConflicts(conflicts);
    if (this.#isMember && conflicts.every((conflict) => conflict.isEdit)) return this.#try({ ...write, force: true }, `edited: ${words}`);
    if (rules.ownership === 'adopt') return this.#try({ ...write, force: true }, `taken over: ${words}`);
    if (rules.ownership === 'yield') {
      const manifest = withoutFields(
        write.manifest,
        conflicts.map((conflict) => conflict.field),
      );
      if (manifest) return this.#try({ ...write, manifest }, `left to others: ${words}`);
    }
    return this.#verdict('conflict', [], words);
  }

  async #immutable(write: Write, status: ApiStatus): Promise<Checked> {
    const words = this.#words(status);
    const live = await this.#live();
    if (!live) return this.#verdict('create', [], undefined, write);
    const stranger = await this.#stranger(live.metadata);
    if (stranger !== undefined && this.#context.rules.ownership !== 'adopt') return this.#verdict('conflict', [], stranger);
    if (!isReplaceable(write.manifest)) return this.#verdict('invalid', [], `${words}; a ${write.manifest.kind} is never replaced`);
    if (!this.#context.rules.replace) return this.#verdict('invalid', [], `${words}; the policy does not allow to replace it`);
    return this.#verdict('replace', liveChanges(live, write.manifest as Live, true), words, { ...write, replaces: live.metadata.uid });
  }

  /**
   * Why a live object is not Keelson's to change, and to delete later: another environment or program has it, or Keelson never applied
   * it. The field manager alone does not tell, since every environment writes under the same name.
   */
  async #stranger(meta: ObjectMeta): Promise<string | undefined> {
    const { connection, applySets, rules } = this.#context;
    const applySet = meta.labels?.[PART_OF];
    if (ownEntry(meta) === undefined) {
      const isFree = this.#isMember || rules.ownership === 'yield' || makers(meta) === SANDBOX_MANAGER;
      return isFree ? undefined : `it was made by ${makers(meta)}`;
    }
    if (applySet === undefined || applySets.has(applySet)) return undefined;
    return `it belongs to ${(await keyOfApplySet(connection, applySet)) ?? `the ApplySet ${applySet}`}`;
  }

  async #live(): Promise<Live | undefined> {
    const { connection, rules, signal } = this.#context;
    const { namespace, name } = this.#desired.entry;
    const request: ApiRequest = {
      method: 'GET',
      path: resourcePath(this.#resource, namespace, name),
      ...(rules.impersonate && { impersonate: rules.impersonate }),
      ...(signal && { signal }),
    };
    const response = await connection.request(request);
    return response.status === 404 ? undefined : jsonOf<Live>(response, request, this.#desired.id);
  }

  /** Fields that the policy leaves alone, unless Keelson alone has them: leaving those out would remove them. */
  #ignored(live: Live, owned: boolean): string[] | undefined {
    const fields = this.#context.rules.ignore.filter(({ kind }) => kind === '*' || kind === live.kind);
    if (fields.length === 0) return undefined;
    const entry = owned ? ownEntry(live.metadata) : undefined;
    const paths = fields.map(({ pointer }) => pointer.split('/').slice(1));
    const present = paths.filter((path) => !hasField(entry, path) && has(this.#desired.manifest, path) && has(live, path));
    return present.map((path) => path.map((step) => `.${step.replace(/[.[\\]/g, '\\$&')}`).join(''));
  }

  /** Replicas that Keelson has and the manifest no longer sets: without a new owner the server would set them to 1. */
  #replicasToHandOver(live: Live): number | undefined {
    const spec = (this.#desired.manifest as { readonly spec?: { readonly replicas?: unknown } }).spec;
    const now = (live as { readonly spec?: { readonly replicas?: unknown } }).spec?.replicas;
    if (!isMap(spec) || spec.replicas !== undefined || typeof now !== 'number') return undefined;
    const shared = (live.metadata.managedFields ?? []).filter((entry) => hasField(entry, ['spec', 'replicas']));
    return shared.length === 1 && shared[0] === ownEntry(live.metadata) ? now : undefined;
  }

  /** The server's words; of a Secret only which fields are wrong, since the words may hold the value. */
  #words(status: ApiStatus): string {
    const { entry } = this.#desired;
    if (entry.kind !== 'Secret') return status.message;
    const fields = [...new Set(status.causes.map((cause) => cause.field.replace(/\[.*$/, '')))].filter((field) => field !== '').join(', ');
    return `${status.reason || `status ${status.code}`}${fields ? ` in ${fields}` : ''} (the server's words are left out: they may hold a secret)`;
  }

  #verdict(action: ObjectChange['action'], fields: readonly FieldChange[], reason?: string, write?: Write): Checked {
    const { id, entry } = this.#desired;
    const object = refOfEntry(entry);
    const change = { id, object, action, path: entry.path, file: entry.file, fields, ...(reason !== undefined && { reason }) };
    return { desired: this.#desired, resource: this.#resource, change, ...(write && { write }) };
  }
}

function appliedByKubectl({ managedFields = [] }: ObjectMeta): boolean {
  return managedFields.some((entry) => entry.manager === 'kubectl-client-side-apply' && entry.operation === 'Update');
}

function makers({ managedFields = [] }: ObjectMeta): string {
  return (
    [...new Set(managedFields.filter((entry) => !entry.subresource).map((entry) => entry.manager ?? 'unknown'))].join(', ') ||
    'an unknown manager'
  );
}

function sameFields(before: ObjectMeta, after: ObjectMeta): boolean {
  return JSON.stringify(ownEntry(before)?.fieldsV1) === JSON.stringify(ownEntry(after)?.fieldsV1);
}

function has(object: unknown, path: readonly string[]): boolean {
  let value = object;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return true;
}
