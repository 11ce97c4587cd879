import { SYSTEM_NAMESPACE } from '../../assembly/apply-set.ts';
import type { Resource } from '../kubernetes/client/discovery.ts';
import type { ApprovalRules } from '../policy/approval-rules.ts';

/** The kind of approvals. */
export const APPROVAL_KIND: Resource = {
  group: 'keelson.dev',
  version: 'v1',
  kind: 'Approval',
  plural: 'approvals',
  namespaced: true,
  verbs: ['create', 'delete', 'get', 'list'],
};
/** Name of the admission policy and of its binding. */
export const GUARD = 'keelson-approvals';

/** An admission policy or a binding; what is used of them. */
export interface Guard {
  readonly metadata: { readonly name?: string; readonly creationTimestamp?: string };
  readonly spec: {
    readonly failurePolicy?: string;
    readonly matchConstraints?: {
      readonly resourceRules?: readonly unknown[];
      readonly namespaceSelector?: unknown;
      readonly objectSelector?: unknown;
      readonly excludeResourceRules?: unknown;
    };
    readonly matchConditions?: unknown;
    readonly variables?: unknown;
    readonly paramKind?: unknown;
    readonly validations?: readonly unknown[];
    readonly policyName?: string;
    readonly validationActions?: readonly string[];
    readonly matchResources?: unknown;
  };
}

/** Holds every approval to who makes it. A string in JSON is one in CEL, too. */
export function guardPolicy(appliers: readonly string[]): Guard & { readonly apiVersion: string; readonly kind: string } {
  const names = `[${[...appliers]
    .sort()
    .map((name) => JSON.stringify(name))
    .join(', ')}]`;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: GUARD },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [APPROVAL_KIND.group],
            apiVersions: ['*'],
            operations: ['CREATE', 'UPDATE'],
            resources: [APPROVAL_KIND.plural, `${APPROVAL_KIND.plural}/*`],
            scope: '*',
          },
        ],
      },
      validations: [
        { expression: "request.operation != 'UPDATE'", message: 'an approval is never changed: delete it, and approve again' },
        {
          expression: "request.operation != 'CREATE' || object.spec.by == request.userInfo.username",
          message: 'nobody approves in the name of somebody else: spec.by must be who makes it',
        },
        {
          expression:
            "request.operation != 'CREATE' || !has(object.spec.groups) || object.spec.groups.all(group, has(request.userInfo.groups) && group in request.userInfo.groups)",
          message: 'spec.groups must be groups of who makes it',
        },
        {
          expression: `request.operation != 'CREATE' || !(request.userInfo.username in ${names})`,
          message: 'whoever applies can not approve',
        },
      ],
    },
  };
}

export function guardBinding(): Guard & { readonly apiVersion: string; readonly kind: string } {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: GUARD },
    spec: { policyName: GUARD, validationActions: ['Deny'] },
  };
}

/** What an administrator applies to the cluster that keeps approvals: their kind, what guards it, and who may make and read them. */
export function approvalManifests({ appliers, approvers }: ClusterApprovers): object[] {
  const { group, version, kind, plural } = APPROVAL_KIND;
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const apiGroup = 'rbac.authorization.k8s.io';
  const bound = (role: object, subjects: readonly object[]) => ({ roleRef: { apiGroup, ...role }, subjects });
  const reader = appliers.map((name) => ({ kind: 'User', apiGroup, name }));
  const rule = (verbs: readonly string[]) => [{ apiGroups: [group], resources: [plural], verbs }];
  const name = (what: string) => ({ name: `keelson:${what}`, namespace: SYSTEM_NAMESPACE });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM_NAMESPACE, labels: { 'app.kubernetes.io/managed-by': 'keelson' } } },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind, plural, singular: 'approval', listKind: 'ApprovalList' },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            additionalPrinterColumns: [
              { name: 'By', type: 'string', jsonPath: '.spec.by' },
              { name: 'Environment', type: 'string', jsonPath: '.spec.environment' },
              { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
            ],
            schema: {
              openAPIV3Schema: {
                type: 'object',
                required: ['spec'],
                properties: {
                  spec: {
                    type: 'object',
                    required: ['by', 'environment', 'statement'],
                    properties: {
                      by: { type: 'string', minLength: 1 },
                      groups: { type: 'array', items: { type: 'string' } },
                      environment: { type: 'string' },
                      statement: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    },
    guardPolicy(appliers),
    guardBinding(),
    { ...rbac, kind: 'Role', metadata: name('approver'), rules: rule(['create', 'get', 'list']) },
    { ...rbac, kind: 'RoleBinding', metadata: name('approver'), ...bound({ kind: 'Role', name: 'keelson:approver' }, approvers) },
    { ...rbac, kind: 'Role', metadata: name('approval-reader'), rules: rule(['delete', 'get', 'list']) },
    {
      ...rbac,
      kind: 'RoleBinding',
      metadata: name('approval-reader'),
      ...bound({ kind: 'Role', name: 'keelson:approval-reader' }, reader),
    },
    {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name: 'keelson:approval-guard-reader' },
      rules: [
        {
          apiGroups: ['admissionregistration.k8s.io'],
          resources: ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
          resourceNames: [GUARD],
          verbs: ['get'],
        },
      ],
    },
    {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'keelson:approval-guard-reader' },
      ...bound({ kind: 'ClusterRole', name: 'keelson:approval-guard-reader' }, reader),
    },
    // Both see by it that the cluster is the one that the policy means.
    {
      ...rbac,
      kind: 'ClusterRole',
      metadata: { name: 'keelson:cluster-identity' },
      rules: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
    },
    {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'keelson:cluster-identity' },
      ...bound({ kind: 'ClusterRole', name: 'keelson:cluster-identity' }, [...reader, ...approvers]),
    },
  ];
}

/** Who applies, and who approves. */
export interface ClusterApprovers {
  readonly appliers: ApprovalRules['appliers'];
  /** Subjects of RBAC. */
  readonly approvers: readonly object[];
}
