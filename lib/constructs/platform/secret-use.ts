import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ClusterScope } from '../../synth/cluster-scope.ts';
import { namespaceOf } from '../../synth/namespace-scope.ts';
import type { SecretHandle } from '../../synth/secret-handle.ts';
import { reportError } from '../../synth/state.ts';

/**
 * Says that a workload reads secrets: what makes them is applied first. Reports KS1003 for one in another namespace or
 * cluster, where no pod of the workload could read it.
 * @param dependent what is applied after the secrets
 */
export function useSecrets(workload: IConstruct, dependent: IConstruct, handles: Iterable<SecretHandle>): void {
  const place = (construct: IConstruct): string => `${ClusterScope.tryOf(construct)?.node.path}/${namespaceOf(construct)}`;
  for (const { scope, secretName } of new Set(handles)) {
    if (place(scope) !== place(workload)) {
      const message = `the secret ${secretName} of ${place(scope)} is used in ${place(workload)}`;
      reportError(workload, 'KS1003', message, { fix: 'declare the secret in the same namespace' });
    } else if (scope.node.children.some((child) => ApiObject.isApiObject(child))) dependent.node.addDependency(scope);
  }
}
