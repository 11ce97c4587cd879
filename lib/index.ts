export { grantRead } from './constructs/access/bucket-access.ts';
export { PodIdentity } from './constructs/access/pod-identity.ts';
export { type ExistingSecretProps, Secret, type SecretsManagerProps } from './constructs/access/secret.ts';
export { App } from './constructs/app/app.ts';
export type { AppProps } from './constructs/app/app-props.ts';
export type { InitContainerProps, PortProps, SidecarProps } from './constructs/app/container-props.ts';
export type { IngressProps, RouteProps } from './constructs/app/network-props.ts';
export type { AutoscaleProps, RolloutProps } from './constructs/app/scaling-props.ts';
export {
  type ExistingGpuNodePoolProps,
  GpuNodePool,
  type IGpuNodePool,
  type Taint,
  type Toleration,
} from './constructs/gpu/gpu-node-pool.ts';
export { Addon } from './constructs/platform/addon/addon.ts';
export type { AddonProps } from './constructs/platform/addon/addon-props.ts';
export type { ChartSource } from './constructs/platform/addon/chart/chart-props.ts';
export type { ChartHooks } from './constructs/platform/addon/chart/hooks.ts';
export type { EksAddonSource, ResolveConflicts } from './constructs/platform/addon/eks-props.ts';
export type { AddonIdentity } from './constructs/platform/addon/identity.ts';
export type { ChartAddress, ReleaseSource } from './constructs/platform/addon/release-props.ts';
export type { Value, Values } from './constructs/platform/addon/values.ts';
export { Bucket, type BucketProps } from './constructs/platform/bucket.ts';
export { Cluster, type ExistingClusterProps } from './constructs/platform/cluster.ts';
export {
  ClusterRole,
  type ClusterRoleProps,
  type ExistingClusterRoleProps,
  type IClusterRole,
} from './constructs/platform/cluster-role.ts';
export type { PolicyStatement } from './constructs/platform/iam/policy.ts';
export {
  type ExistingNamespaceProps,
  type INamespace,
  Namespace,
  type NamespaceProps,
  type PodSecurity,
} from './constructs/platform/namespace.ts';
export {
  type EndpointService,
  type ExistingNetworkProps,
  type FlowLogsProps,
  Network,
  type NetworkProps,
} from './constructs/platform/network/network.ts';
export type { INetwork, SubnetTier } from './constructs/platform/network/network-interface.ts';
export type { AllowFrom, AllowTo, Peers } from './constructs/platform/peers.ts';
export { Role, type RoleProps } from './constructs/platform/role.ts';
export type { RoleRule, Verb } from './constructs/platform/role-rules.ts';
export type { Subject } from './constructs/platform/role-subject.ts';
export type { IServiceAccountUser } from './constructs/platform/service-account.ts';
export { type ModelCache, ModelServer, type ModelServerProps } from './constructs/serving/model-server.ts';
export { KeelsonError, KeelsonErrors, type SourceLocation } from './core/errors.ts';
export { type Alias, addAliases } from './synth/aliases.ts';
export { type Aspect, addAspect } from './synth/aspects.ts';
export type { ICluster } from './synth/cluster-scope.ts';
export { Environment, type EnvironmentProps, type StateBucket, type UnitRoles } from './synth/environment.ts';
export { external, type KindName } from './synth/external.ts';
export { selectorLabels } from './synth/labels.ts';
export { merge, type PatchOperation, patch } from './synth/patch.ts';
export { Platform } from './synth/platform.ts';
export { type Referable, Reference, statusOf, terraformReference } from './synth/reference/reference.ts';
export { Region } from './synth/region.ts';
export { SecretHandle } from './synth/secret-handle.ts';
export { Unit, type UnitProps } from './synth/unit.ts';
