import { z } from 'zod';
import { apiGroup } from '../../core/api-version.ts';
import { nearestWord } from '../../core/nearest.ts';
import { builtinKinds } from '../../facts/kubernetes/kinds.ts';
import type { Shape } from './schemas.ts';

/** What may be done with a resource. Source: Kubernetes, "Authorization", request verbs, and "Using RBAC Authorization". */
export type Verb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  | 'use'
  | 'bind'
  | 'escalate'
  | 'impersonate'
  | 'approve'
  | 'sign'
  | '*';

/** What a role allows. */
export interface RoleRule {
  /** API group, such as `apps`; `''` is the core one, `'*'` all. @default '' */
  readonly group?: string;
  /** Resources by their plural name, such as `deployments`, `pods/log` or `*`. One that a built-in group does not have is refused. */
  readonly resources: readonly string[];
  /** What may be done with them. */
  readonly verbs: readonly Verb[];
  /** Names of the objects; not for `list`, `watch`, `create` and `deletecollection` of all. @default - every object */
  readonly names?: readonly string[];
}

const VERBS = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  '*',
] as const satisfies readonly Verb[];

const ruleSchema = z.strictObject({
  group: z.string().optional(),
  resources: z.array(z.string()).min(1),
  verbs: z.array(z.enum(VERBS)).min(1),
  names: z.array(z.string().min(1)).min(1).optional(),
} satisfies Shape<RoleRule>);

/**
 * Checks rules: a misspelt resource of a built-in group would allow nothing, and nobody would say so.
 * @param namespaced whether the role is of a namespace, where a resource without one can not be allowed
 */
export function ruleListSchema(namespaced: boolean): z.ZodType<RoleRule[]> {
  return z.array(ruleSchema).superRefine((rules, context) => {
    for (const [index, rule] of rules.entries()) {
      for (const [place, resource] of rule.resources.entries()) {
        const message = problem(rule.group ?? '', resource.split('/')[0] ?? '', namespaced);
        if (message !== undefined) context.addIssue({ code: 'custom', path: [index, 'resources', place], message });
      }
    }
  });
}

function problem(group: string, resource: string, namespaced: boolean): string | undefined {
  if (resource === '*') return undefined;
  const inGroup = builtinKinds.filter(({ apiVersion }) => apiGroup(apiVersion) === group);
  if (inGroup.length === 0) return /^[a-z0-9-]+$/.test(resource) ? undefined : 'a plural name in lower case, such as deployments';
  const found = inGroup.filter(({ plural }) => plural === resource);
  if (found.length === 0) {
    const known = inGroup.map(({ plural }) => plural);
    const near = nearestWord(resource, known);
    return `a resource of the group ${JSON.stringify(group)}${near ? `, such as ${near}` : `: ${[...new Set(known)].sort().join(', ')}`}`;
  }
  return namespaced && found.every(({ scope }) => scope === 'Cluster')
    ? 'a resource that is in a namespace; give this one by a ClusterRole'
    : undefined;
}

/** Rules in Kubernetes' form. */
export function kubeRules(rules: readonly RoleRule[]): Record<string, unknown>[] {
  return rules.map(({ group = '', resources, verbs, names }) => ({
    apiGroups: [group],
    resources,
    verbs,
    ...(names && { resourceNames: names }),
  }));
}
