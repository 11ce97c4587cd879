import { apiGroup } from '../../../core/api-version.ts';
import type { Rights, Rule } from './needed-rights.ts';

/** Who gets the rights. */
export type RightsSubject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

type Manifest = Readonly<Record<string, unknown>>;

const VERSION = 'rbac.authorization.k8s.io/v1';

/**
 * Rights as objects for an administrator to apply: the namespace of the records, a ClusterRole, a Role per namespace, and their bindings.
 * @param name of the roles, such as `keelson:acme:prod:main`
 */
export function rightsManifests({ cluster, namespaces }: Rights, name: string, subject: RightsSubject): readonly Manifest[] {
  const subjects = [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: apiGroup(VERSION) }];
  const role = (kind: 'ClusterRole' | 'Role', rules: readonly Rule[], namespace?: string): Manifest[] => {
    const metadata = { name, ...(namespace !== undefined && { namespace }), labels: { 'app.kubernetes.io/managed-by': 'keelson' } };
    const roleRef = { apiGroup: apiGroup(VERSION), kind, name };
    return [
      { apiVersion: VERSION, kind, metadata, rules },
      { apiVersion: VERSION, kind: `${kind}Binding`, metadata, roleRef, subjects },
    ];
  };
  const records = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'keelson-system',
      labels: { 'app.kubernetes.io/managed-by': 'keelson', 'pod-security.kubernetes.io/enforce': 'restricted' },
    },
  };
  return [records, ...role('ClusterRole', cluster), ...[...namespaces].flatMap(([namespace, rules]) => role('Role', rules, namespace))];
}
