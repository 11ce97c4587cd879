import type { Construct } from 'constructs';
import { z } from 'zod';
import type { KeelsonError } from '../../core/errors.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import { errorAt } from '../../synth/state.ts';
import type { IServiceAccountUser } from './service-account.ts';

/** Who a role is granted to: a workload, a ServiceAccount by name, or a group or user as the API server's login names them. */
export type Subject =
  | IServiceAccountUser
  | { readonly serviceAccount: string; readonly namespace?: string }
  | { readonly group: string }
  | { readonly user: string };

const name = z.string().min(1);
const schema = z.union([
  z.looseObject({ serviceAccountName: name, namespace: name }),
  z.strictObject({ serviceAccount: name, namespace: name.optional() }),
  z.strictObject({ group: name }),
  z.strictObject({ user: name }),
]);

/** A subject in Kubernetes' form. */
export type KubeSubject = Readonly<Record<string, string>>;

/**
 * A subject in Kubernetes' form; a workload among them gets its token mounted. Throws KS1001 for what is none.
 * @param role the construct that is granted, for the message
 * @param scope gives the namespace of a ServiceAccount that names none
 */
export function kubeSubject(role: Construct, scope: Construct, subject: Subject): KubeSubject {
  if (!schema.safeParse(subject).success) throw misuse(role);
  if ('serviceAccountName' in subject) {
    subject.mountServiceAccountToken?.();
    return { kind: 'ServiceAccount', name: subject.serviceAccountName, namespace: subject.namespace };
  }
  if ('serviceAccount' in subject) {
    return { kind: 'ServiceAccount', name: subject.serviceAccount, namespace: subject.namespace ?? namespaceOf(scope) };
  }
  const [kind, value] = 'group' in subject ? ['Group', subject.group] : ['User', subject.user];
  return { kind, name: value, apiGroup: 'rbac.authorization.k8s.io' };
}

function misuse(role: Construct): KeelsonError {
  return errorAt(role, 'KS1001', 'a role is granted to something that is no subject', {
    fix: "give a workload, { serviceAccount: 'name' }, { group: 'name' } or { user: 'name' }",
  });
}
