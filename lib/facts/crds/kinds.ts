import type { KindScope } from '../kubernetes/kinds.ts';

/** A custom resource whose definition is carried in this folder. */
export interface CarriedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: KindScope;
  /** Served versions, the newest first. */
  readonly versions: readonly string[];
}

/** Source: the definitions beside this file (lib/facts/carried.ts says where they come from). */
// biome-ignore format: one row a line
export const carriedKinds: readonly CarriedKind[] = [
  { group: 'gateway.networking.k8s.io', kind: 'BackendTLSPolicy', plural: 'backendtlspolicies', scope: 'Namespaced', versions: ['v1'] },
  { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', plural: 'gatewayclasses', scope: 'Cluster', versions: ['v1', 'v1beta1'] },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', plural: 'gateways', scope: 'Namespaced', versions: ['v1', 'v1beta1'] },
  { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', plural: 'grpcroutes', scope: 'Namespaced', versions: ['v1'] },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', plural: 'httproutes', scope: 'Namespaced', versions: ['v1', 'v1beta1'] },
  { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', plural: 'listenersets', scope: 'Namespaced', versions: ['v1'] },
  { group: 'gateway.networking.k8s.io', kind: 'ReferenceGrant', plural: 'referencegrants', scope: 'Namespaced', versions: ['v1', 'v1beta1'] },
  { group: 'gateway.networking.k8s.io', kind: 'TCPRoute', plural: 'tcproutes', scope: 'Namespaced', versions: ['v1'] },
  { group: 'gateway.networking.k8s.io', kind: 'TLSRoute', plural: 'tlsroutes', scope: 'Namespaced', versions: ['v1'] },
  { group: 'gateway.networking.k8s.io', kind: 'UDPRoute', plural: 'udproutes', scope: 'Namespaced', versions: ['v1'] },
  { group: 'external-secrets.io', kind: 'ClusterExternalSecret', plural: 'clusterexternalsecrets', scope: 'Cluster', versions: ['v1'] },
  { group: 'external-secrets.io', kind: 'ClusterPushSecret', plural: 'clusterpushsecrets', scope: 'Cluster', versions: ['v1alpha1'] },
  { group: 'external-secrets.io', kind: 'ClusterSecretStore', plural: 'clustersecretstores', scope: 'Cluster', versions: ['v1'] },
  { group: 'external-secrets.io', kind: 'ExternalSecret', plural: 'externalsecrets', scope: 'Namespaced', versions: ['v1'] },
  { group: 'external-secrets.io', kind: 'PushSecret', plural: 'pushsecrets', scope: 'Namespaced', versions: ['v1alpha1'] },
  { group: 'external-secrets.io', kind: 'SecretStore', plural: 'secretstores', scope: 'Namespaced', versions: ['v1'] },
];

/** The carried custom resource of an API version, such as `gateway.networking.k8s.io/v1` and `HTTPRoute`. */
export function findCarriedKind(apiVersion: string, kind: string): CarriedKind | undefined {
  return carriedKinds.find((row) => row.kind === kind && row.versions.some((version) => `${row.group}/${version}` === apiVersion));
}
