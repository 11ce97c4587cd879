import { apiGroup } from '../../../core/api-version.ts';
import { compareText } from '../../../core/compare.ts';
import type { Impersonation } from '../client/connection.ts';

/** A rule of RBAC. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Rights of one identity. */
export interface Rights {
  /** In the whole cluster, and for what is in no namespace. */
  readonly cluster: readonly Rule[];
  /** By namespace. */
  readonly namespaces: ReadonlyMap<string, readonly Rule[]>;
}

/** An object that is applied, as far as rights depend on it. */
export interface AppliedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in rules, such as `deployments`. */
  readonly plural: string;
  readonly namespace?: string;
  readonly name: string;
  /** Rules of a role and the role of a binding: who writes them must have those rights, or the right to give them. */
  readonly manifest?: { readonly rules?: readonly Rule[]; readonly roleRef?: { readonly kind: string; readonly name: string } };
}

/** What rights are for. */
export interface RightsQuery {
  /** What the identity writes. */
  readonly objects: readonly AppliedObject[];
  /** What it only reads, since somebody else writes it. @default - nothing */
  readonly readOnly?: readonly AppliedObject[];
  /** Whether it is the applier's own identity, which finds the cluster and keeps the records. @default true */
  readonly isApplier?: boolean;
  /** Lists namespace by namespace, and nothing in the whole cluster but what is in no namespace. */
  readonly perNamespace: boolean;
  /** Whether values of Secrets roll pods: the key of their checksums is a Secret of Keelson's own. */
  readonly secretChecksums: boolean;
  /** Whether releases, and the lease of the environment, are kept in this cluster. @default false */
  readonly keepsReleases?: boolean;
  /** Whom requests are made for, by the policy. */
  readonly impersonated: readonly Impersonation[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'patch', 'delete'];
const SYSTEM_NAMESPACE = 'keelson-system';
const RBAC = 'rbac.authorization.k8s.io';
/** Kinds whose pods explain why they are not ready. */
const WORKLOADS: ReadonlySet<string> = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job']);

/**
 * The least rights with which an applier can plan, apply and watch some objects. Where a role is among them, its own rights are:
 * the API server lets nobody give what they do not have, so that a role which grows waits for an administrator. A binding to a role
 * that is not among them needs `bind` on that one. Pure.
 */
export function neededRights(query: RightsQuery): Rights {
  const { objects, readOnly = [], isApplier = true, perNamespace, secretChecksums, keepsReleases = false, impersonated } = query;
  const cluster = new RuleSet();
  const namespaces = new Map<string, RuleSet>();
  const inside = (namespace: string): RuleSet => {
    const known = namespaces.get(namespace) ?? new RuleSet();
    namespaces.set(namespace, known);
    return known;
  };
  if (isApplier) {
    // Which cluster it is, and where the records are.
    cluster.add('', 'namespaces', ['get'], ['kube-system', SYSTEM_NAMESPACE]);
    inside(SYSTEM_NAMESPACE).add('', 'configmaps', ['get', 'list', 'create', 'update', 'delete']);
  }
  if (secretChecksums) {
    inside(SYSTEM_NAMESPACE).add('', 'secrets', ['get'], ['keelson-checksum-key']);
    inside(SYSTEM_NAMESPACE).add('', 'secrets', ['create']);
  }
  if (keepsReleases) {
    inside(SYSTEM_NAMESPACE).add('', 'secrets', ['get', 'list', 'create', 'update', 'delete']);
    inside(SYSTEM_NAMESPACE).add('coordination.k8s.io', 'leases', ['get', 'create', 'update']);
  }
  for (const { user, groups = [] } of impersonated) {
    cluster.add('', 'users', ['impersonate'], [user]);
    if (groups.length > 0) cluster.add('', 'groups', ['impersonate'], groups);
  }
  for (const { apiVersion, plural, namespace } of readOnly)
    (namespace !== undefined && perNamespace ? inside(namespace) : cluster).add(apiGroup(apiVersion), plural, READ);
  const ownRoles = new Set(objects.filter(isRole).map(({ kind, namespace = '', name }) => `${kind}/${namespace}/${name}`));
  for (const object of objects) {
    const { apiVersion, kind, plural, namespace, manifest } = object;
    const group = apiGroup(apiVersion);
    const place = namespace === undefined ? cluster : inside(namespace);
    place.add(group, plural, namespace === undefined || perNamespace ? [...READ, ...WRITE] : WRITE);
    if (namespace !== undefined && !perNamespace) cluster.add(group, plural, READ);
    if (namespace !== undefined && WORKLOADS.has(`${group}/${kind}`)) place.add('', 'pods', ['get', 'list']);
    if (group !== RBAC) continue;
    for (const rule of manifest?.rules ?? []) place.addRule(rule);
    const ref = manifest?.roleRef;
    if (ref && !ownRoles.has(`${ref.kind}/${ref.kind === 'Role' ? (namespace ?? '') : ''}/${ref.name}`))
      place.add(RBAC, ref.kind === 'Role' ? 'roles' : 'clusterroles', ['bind'], [ref.name]);
  }
  return {
    cluster: cluster.rules,
    namespaces: new Map([...namespaces].sort(([a], [b]) => compareText(a, b)).map(([name, set]) => [name, set.rules])),
  };
}

function isRole({ apiVersion, kind }: AppliedObject): boolean {
  return apiGroup(apiVersion) === RBAC && (kind === 'Role' || kind === 'ClusterRole');
}

/** Rules without repetition, resources with the same verbs together, in one order whatever came first. */
class RuleSet {
  readonly #verbs = new Map<string, Set<string>>();
  readonly #given = new Map<string, Rule>();

  add(group: string, resource: string, verbs: readonly string[], names: readonly string[] = []): void {
    const key = JSON.stringify([group, resource, [...names].sort()]);
    const known = this.#verbs.get(key) ?? new Set<string>();
    for (const verb of verbs) known.add(verb);
    this.#verbs.set(key, known);
  }

  /** A rule as somebody else wrote it. */
  addRule(rule: Rule): void {
    this.#given.set(JSON.stringify(rule), rule);
  }

  get rules(): readonly Rule[] {
    const together = new Map<string, { group: string; names: readonly string[]; verbs: string[]; resources: string[] }>();
    for (const [key, set] of this.#verbs) {
      const [group, resource, names] = JSON.parse(key) as [string, string, string[]];
      const verbs = ORDER.filter((verb) => set.has(verb));
      const same = JSON.stringify([group, names, verbs]);
      const known = together.get(same) ?? { group, names, verbs, resources: [] };
      known.resources.push(resource);
      together.set(same, known);
    }
    const own = [...together]
      .sort(([a], [b]) => compareText(a, b))
      .map(
        ([, { group, names, verbs, resources }]): Rule => ({
          apiGroups: [group],
          resources: resources.sort(),
          verbs,
          ...(names.length > 0 && { resourceNames: names }),
        }),
      );
    return [...own, ...[...this.#given].sort(([a], [b]) => compareText(a, b)).map(([, rule]) => rule)];
  }
}

const ORDER = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'bind', 'impersonate'];
