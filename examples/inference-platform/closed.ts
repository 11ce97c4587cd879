import { ApiObject } from 'cdk8s';
import type { Namespace } from 'keelson';

/** Nobody reaches a pod of the namespace unless a policy of the workload says so. */
export function closeNamespace(namespace: Namespace): void {
  new ApiObject(namespace, 'closed', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'closed' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
}
