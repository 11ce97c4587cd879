export { grantRead } from './constructs/access/bucket-access.ts';
export { AccessGroup } from './constructs/access/groups/access-group.ts';
export type {
  AccessGroupProps,
  AccessRole,
  Assumer,
  OidcAssumer,
  PermissionSetAssumer,
  PrincipalAssumer,
  SamlAssumer,
} from './constructs/access/groups/access-group-props.ts';
export { PodIdentity } from './constructs/access/pod-identity.ts';
export { type ExistingSecretProps, Secret, type SecretsManagerProps } from './constructs/access/secret.ts';
export { App } from './constructs/app/app.ts';
export type { AppProps } from './constructs/app/app-props.ts';
export type { InitContainerProps, PortProps, SidecarProps } from './constructs/app/container-props.ts';
export type { IngressProps, RouteProps } from './constructs/app/network-props.ts';
export type { AutoscaleProps, RolloutProps } from './constructs/app/scaling-props.ts';
export type { ExistingGpuNodePoolProps } from './constructs/gpu/existing-gpu-node-pool.ts';
export { GpuNodePool } from './constructs/gpu/gpu-node-pool.ts';
export type { GpuNodePoolProps } from './constructs/gpu/gpu-node-pool-props.ts';
export type { IGpuNodePool } from './constructs/gpu/gpu-pool-ref.ts';
export { Addon } from './constructs/platform/addon/addon.ts';
export type { AddonProps } from './constructs/platform/addon/addon-props.ts';
export type { ChartSource } from './constructs/platform/addon/chart/chart-props.ts';
export type { ChartHooks } from './constructs/platform/addon/chart/hooks.ts';
export type { EksAddonSource, ResolveConflicts } from './constructs/platform/addon/eks-props.ts';
export type { AddonIdentity, AddonRole } from './constructs/platform/addon/identity.ts';
export type { ChartAddress, ReleaseSource } from './constructs/platform/addon/release-props.ts';
export type { Value, Values } from './constructs/platform/addon/values.ts';
export {
  AwsLoadBalancerController,
  type AwsLoadBalancerControllerProps,
} from './constructs/platform/addons/aws-load-balancer-controller.ts';
export { CertManager, type CertManagerProps } from './constructs/platform/addons/cert-manager.ts';
export type { ChartAddonProps, ChartDelivery } from './constructs/platform/addons/chart-addon.ts';
export { DcgmExporter, type DcgmExporterProps } from './constructs/platform/addons/dcgm-exporter.ts';
export { ExternalDns, type ExternalDnsProps } from './constructs/platform/addons/external-dns.ts';
export { ExternalSecrets, type ExternalSecretsProps } from './constructs/platform/addons/external-secrets.ts';
export { GatewayApi, type GatewayApiProps } from './constructs/platform/addons/gateway-api.ts';
export { GpuOperator, type GpuOperatorProps } from './constructs/platform/addons/gpu-operator.ts';
export { JobSetController, type JobSetControllerProps } from './constructs/platform/addons/jobset.ts';
export { Karpenter, type KarpenterProps } from './constructs/platform/addons/karpenter.ts';
export { Keda, type KedaProps } from './constructs/platform/addons/keda.ts';
export { KServe, type KServeProps } from './constructs/platform/addons/kserve.ts';
export {
  type GrafanaProps,
  KubePrometheusStack,
  type KubePrometheusStackProps,
} from './constructs/platform/addons/kube-prometheus-stack.ts';
export { KubeRay, type KubeRayProps } from './constructs/platform/addons/kuberay.ts';
export { Kueue, type KueueProps } from './constructs/platform/addons/kueue.ts';
export { LeaderWorkerSet, type LeaderWorkerSetProps } from './constructs/platform/addons/leader-worker-set.ts';
export { MetricsServer, type MetricsServerProps } from './constructs/platform/addons/metrics-server.ts';
export type { MigStrategy } from './constructs/platform/addons/mig-needs.ts';
export { NvidiaDevicePlugin, type NvidiaDevicePluginProps } from './constructs/platform/addons/nvidia-device-plugin.ts';
export { Bucket, type BucketProps, type BucketService, type ExistingBucketProps, type IBucket } from './constructs/platform/bucket.ts';
export { Cluster, type ExistingClusterProps } from './constructs/platform/cluster.ts';
export {
  ClusterRole,
  type ClusterRoleProps,
  type ExistingClusterRoleProps,
  type IClusterRole,
} from './constructs/platform/cluster-role.ts';
export { EksCluster } from './constructs/platform/eks/eks-cluster.ts';
export type { IEksCluster } from './constructs/platform/eks/eks-cluster-interface.ts';
export type {
  ControlPlaneLog,
  ControlPlaneLogs,
  CoreAddon,
  CoreAddonProps,
  EksClusterProps,
  ExistingEksClusterProps,
  OidcProvider,
} from './constructs/platform/eks/eks-cluster-props.ts';
export { type ExistingIamRoleProps, IamRole, type IIamRole } from './constructs/platform/iam/iam-role.ts';
export type { PolicyStatement } from './constructs/platform/iam/policy.ts';
export type { KeyService } from './constructs/platform/kms/key-policy.ts';
export { type ExistingKmsKeyProps, type IKmsKey, KmsKey, type KmsKeyProps } from './constructs/platform/kms/kms-key.ts';
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
  type NetworkImportIds,
  type NetworkProps,
} from './constructs/platform/network/network.ts';
export type { INetwork, SubnetTier } from './constructs/platform/network/network-interface.ts';
export type { AllowFrom, AllowTo, Peers } from './constructs/platform/peers.ts';
export type { AmiProps } from './constructs/platform/pools/ami.ts';
export {
  type Capacity,
  type CapacityBlockOptions,
  type CapacityKind,
  type CapacityOptions,
  capacityBlock,
  onDemand,
  type ReservationOptions,
  reserved,
  spot,
} from './constructs/platform/pools/capacity.ts';
export type { DiskProps } from './constructs/platform/pools/disk.ts';
export type { DisruptionBudget, DisruptionProps, DisruptionReason } from './constructs/platform/pools/disruption.ts';
export type { ExistingNodePoolProps } from './constructs/platform/pools/existing-node-pool.ts';
export type { InstanceNeeds } from './constructs/platform/pools/instance-needs.ts';
export type { EvictionSignal, KubeletProps, ReservedResource } from './constructs/platform/pools/kubelet.ts';
export { NodePool, type NodePoolProps } from './constructs/platform/pools/node-pool.ts';
export type { INodePool } from './constructs/platform/pools/node-pool-ref.ts';
export type { PoolProps, Provisioner } from './constructs/platform/pools/pool-props.ts';
export type { Taint, Toleration } from './constructs/platform/pools/taints.ts';
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
export { importExisting } from './synth/imports.ts';
export { selectorLabels } from './synth/labels.ts';
export { merge, type PatchOperation, patch } from './synth/patch.ts';
export { Platform } from './synth/platform.ts';
export { type Referable, Reference, statusOf, terraformReference } from './synth/reference/reference.ts';
export { Region } from './synth/region.ts';
export { type RetainOptions, retain } from './synth/retain.ts';
export { SecretHandle } from './synth/secret-handle.ts';
export { Unit, type UnitProps } from './synth/unit.ts';
