import pMap from 'p-map';
import { compareText } from '../../../core/compare.ts';
import { KeelsonError } from '../../../core/errors.ts';
import type { ObjectChange } from '../../plan/types.ts';
import type { PreparedUnit, UnitContext } from '../apply/unit-context.ts';
import { outputName } from '../bindings/output.ts';
import type { ObjectMeta } from '../client/lists.ts';
import { pruneCandidates } from '../prune/candidates.ts';
import { whyInUse } from '../prune/in-use.ts';
import { type Checked, checkObject } from './check-object.ts';
import { type DesiredObject, refOfEntry } from './desired.ts';
import { goingNamespaces } from './going-namespaces.ts';
import { guardProblems } from './guards.ts';
import { lostNodes } from './lost-nodes.ts';
import { settle } from './settle.ts';
import { takenNames } from './taken-names.ts';

/** Objects under way at once, more than requests: the connection limits those, and the rest need not be in memory yet. */
export const AT_ONCE = 96;

/** Says what applying a unit would do. It only reads: metadata of all, and a dry run of each object that is not as recorded. */
export async function planUnit(context: UnitContext): Promise<PreparedUnit> {
  const problems: KeelsonError[] = [
    ...guardProblems(context),
    ...leaks(context),
    ...missingValues(context),
    ...(await goingNamespaces(context)),
  ];
  const later = awaiting(context);
  const settled = new Map<string, ObjectMeta>();
  const open: DesiredObject[] = [];
  for (const desired of context.objects) {
    const live = context.live.byId.get(desired.id)?.meta;
    if (settle(desired, context.stored?.record.get(desired.id), live) === 'unchanged' && live) settled.set(desired.id, live);
    else open.push(desired);
  }
  const known = open.filter((desired) => !later.has(desired.id));
  const postponed = known.filter((desired) => mustWait(context, desired));
  const now = known.filter((desired) => !mustWait(context, desired));
  const checked = problems.length > 0 ? [] : await checkObjects(context, now);
  for (const { desired, settled: meta } of checked) if (meta) settled.set(desired.id, meta);
  problems.push(...checkProblems(context, checked));
  const candidates = await Promise.all(
    pruneCandidates({
      applySet: context.file.applySet,
      record: context.stored?.record ?? new Map(),
      live: context.live,
      wanted: context.wanted,
      prune: context.rules.prune,
      namespacesInUse: context.namespacesInUse,
    }).map(async (candidate) => {
      const inUse = candidate.action === 'delete' ? await whyInUse(context, candidate) : undefined;
      return inUse === undefined ? candidate : { ...candidate, action: 'keep' as const, ...inUse };
    }),
  );
  const lost = new Map(
    await Promise.all(
      candidates.filter(({ action }) => action === 'delete').map(async (one) => [one.id, await lostNodes(context, one)] as const),
    ),
  );
  problems.push(...budgetProblems(context, candidates.filter((candidate) => candidate.action === 'delete').length));
  const changes: ObjectChange[] = [
    ...checked.filter((one) => one.change.action !== 'unchanged').map((one) => one.change),
    ...postponed.map((desired) => postponedChange(desired)),
    ...open.filter((desired) => later.has(desired.id)).map((desired) => laterChange(context, desired, later.get(desired.id) as string)),
    ...candidates.map(({ id, object, action, reason }) => {
      const goes = lost.get(id);
      return { id, object, action, fields: [], ...(reason !== undefined && { reason }), ...(goes !== undefined && { lost: goes }) };
    }),
  ];
  const { standIns } = context.values;
  const plan = {
    unit: context.unit,
    key: context.file.key,
    changes,
    unchanged: settled.size,
    ...(standIns.size > 0 && { standIns: Object.fromEntries([...standIns].sort()) }),
  };
  return { plan, checked: checked.filter((one) => one.change.action !== 'unchanged'), postponed, settled, candidates, problems };
}

/** Checks objects, as many at once as the connection takes. */
export async function checkObjects(context: UnitContext, objects: readonly DesiredObject[]): Promise<Checked[]> {
  const taken = context.preflight === false ? await takenNames(context, objects) : undefined;
  return pMap(
    objects,
    (desired) => {
      const resource = context.discovery.resource(desired.entry.apiVersion, desired.entry.kind);
      if (!resource) return unknownKind(context, desired);
      const live = context.live.byId.get(desired.id)?.meta;
      const recorded = context.stored?.record.get(desired.id);
      const isMember = live !== undefined && recorded?.uid === live.uid;
      if (taken?.has(desired.id) === false) return unchecked(desired, resource);
      return checkObject(context, resource, desired, isMember).then((one) =>
        waitsForRole(context, one) ? unchecked(desired, resource) : one,
      );
    },
    { concurrency: AT_ONCE },
  );
}

/** Errors of checks that forbid to write the unit. */
export function checkProblems(context: UnitContext, checked: readonly Checked[]): KeelsonError[] {
  return checked.flatMap(({ change, desired }) => {
    const details = { path: desired.entry.path, source: { file: desired.entry.file, line: 1 }, message: change.reason ?? '' };
    if (change.action === 'conflict') return [new KeelsonError('KS8009', details)];
    if (change.action !== 'invalid') return [];
    const immutable = change.reason?.includes('does not allow to replace it');
    return [new KeelsonError(immutable ? 'KS8010' : 'KS8008', { ...details, message: `${context.unit}: ${change.reason}` })];
  });
}

/** Values that bindings need and nobody gave yet (KS8013), each once. What this very apply will give is missing from no plan. */
function missingValues({ file, unit, values, planOnly }: UnitContext): KeelsonError[] {
  const own = new Set(file.bindings.flatMap(({ parts }) => parts.flatMap((part) => (typeof part === 'string' ? [] : outputName(part)))));
  return [...values.pending]
    .filter(([name]) => own.has(name) && !(planOnly && values.comesLater.has(name)))
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, why]) => new KeelsonError('KS8013', { object: unit, message: `it needs ${name}, which is not known: ${why}` }));
}

/** Objects that can only be checked once this apply has given a value, with the value. */
function awaiting({ file, values, planOnly }: UnitContext): ReadonlyMap<string, string> {
  const later = new Map<string, string>();
  if (planOnly)
    for (const { target, parts } of file.bindings)
      for (const part of parts)
        if (typeof part !== 'string' && values.comesLater.has(outputName(part))) later.set(target, outputName(part));
  return later;
}

/** Secret values that would be written elsewhere than into a Secret (KS8021), whatever the assembly says of itself. */
function leaks({ file, isSensitive }: UnitContext): KeelsonError[] {
  return file.bindings
    .filter(
      (binding) => isSensitive(binding) && !(binding.target.startsWith('/Secret/') && /^\/(data|stringData)\//.test(binding.pointer ?? '')),
    )
    .map(
      ({ target, pointer, parts }) =>
        new KeelsonError('KS8021', {
          object: target,
          message: `${pointer} would show ${parts.flatMap((part) => (typeof part === 'string' ? [] : outputName(part))).join(', ')}`,
        }),
    );
}

/** An object whose namespace or kind comes with the same output can not be checked before they are there. */
function mustWait(context: UnitContext, { entry }: DesiredObject): boolean {
  const { wanted, live, discovery } = context;
  const space = `/Namespace//${entry.namespace}`;
  if (entry.namespace !== undefined && wanted.has(space) && !live.byId.has(space)) return true;
  if (discovery.resource(entry.apiVersion, entry.kind) || !entry.apiVersion.includes('/')) return false;
  const group = entry.apiVersion.slice(0, entry.apiVersion.indexOf('/'));
  return [...wanted].some((id) => id.startsWith('apiextensions.k8s.io/CustomResourceDefinition//') && id.endsWith(`.${group}`));
}

async function unknownKind(context: UnitContext, desired: DesiredObject): Promise<Checked> {
  const { entry, id } = desired;
  const group = entry.apiVersion.includes('/') ? entry.apiVersion.slice(0, entry.apiVersion.indexOf('/')) : '';
  const reason = context.discovery.isComplete(group)
    ? `the cluster has no kind ${entry.kind} of ${entry.apiVersion}`
    : `the API service of ${group} does not answer`;
  const object = refOfEntry(entry);
  const change: ObjectChange = { id, object, action: 'invalid', path: entry.path, file: entry.file, fields: [], reason };
  return { desired, resource: { group, version: '', kind: entry.kind, plural: '', namespaced: false, verbs: [] }, change };
}

/**
 * Whether a binding was refused only since its role comes with the same apply: who is no administrator may bind a role only when it is
 * there and gives nothing that he has not (Kubernetes documentation, "Privilege escalation prevention").
 */
function waitsForRole({ wanted, live }: UnitContext, { desired, change }: Checked): boolean {
  if (change.action !== 'invalid' || !/^(Cluster)?RoleBinding$/.test(desired.entry.kind)) return false;
  const { roleRef } = desired.manifest as { readonly roleRef?: { readonly kind?: string; readonly name?: string } };
  const space = roleRef?.kind === 'Role' ? desired.entry.namespace : '';
  const role = `rbac.authorization.k8s.io/${roleRef?.kind}/${space ?? ''}/${roleRef?.name}`;
  return wanted.has(role) && !live.byId.has(role) && /not found/.test(change.reason ?? '');
}

async function unchecked(desired: DesiredObject, resource: Checked['resource']): Promise<Checked> {
  return {
    desired,
    resource,
    change: { ...postponedChange(desired), action: 'create' },
    write: { manifest: desired.manifest, force: false },
  };
}

function postponedChange({ id, entry }: DesiredObject): ObjectChange {
  const object = refOfEntry(entry);
  return { id, object, action: 'create', path: entry.path, file: entry.file, fields: [] };
}

function laterChange({ live }: UnitContext, desired: DesiredObject, value: string): ObjectChange {
  return {
    ...postponedChange(desired),
    action: live.byId.has(desired.id) ? 'update' : 'create',
    reason: `it needs ${value}, which comes with this apply`,
  };
}

/** An output that suddenly holds much less is more often a mistake than a wish. */
function budgetProblems(context: UnitContext, deletes: number): KeelsonError[] {
  const { rules, live, file, allowDeletes = 0 } = context;
  if (deletes === 0 || deletes <= allowDeletes) return [];
  // What is there, and not what is recorded: a run that was killed recorded what it never made.
  const had = [...live.byId.values()].filter(({ applySet }) => applySet === file.applySet).length;
  const empty = context.objects.length === 0;
  if (!empty && deletes <= rules.mostDeletes && (had < 10 || deletes <= had * rules.mostDeletedShare)) return [];
  const limit = `${
    empty
      ? 'the unit would be empty'
      : `the policy allows ${rules.mostDeletes}, and ${Math.round(rules.mostDeletedShare * 100)} % of ${had}`
  }${allowDeletes > 0 ? `; --allow-deletes lets ${allowDeletes} go` : ''}`;
  return [new KeelsonError('KS8011', { object: context.unit, message: `${deletes} of its ${had} objects would be deleted: ${limit}` })];
}
