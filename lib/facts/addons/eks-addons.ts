/** A version of an EKS add-on. */
export interface EksAddonVersion {
  /** Name that EKS has for it. */
  readonly addon: string;
  /** As EKS takes it, `v<version>-eksbuild.<number>`. */
  readonly version: string;
  /** The Kubernetes version, `major.minor`, that the source runs it on; absent where it does not say. */
  readonly kubernetesVersion?: string;
  readonly source: string;
}

const EKSCTL = 'eksctl-io/eksctl @99984adb6164ece593c0728523b7f497ea61d60e pkg/addons/default/assets';
const PUBLIC = 'as public projects pin it';

/**
 * Versions that are known to exist; EKS has more, and says which with `aws eks describe-addon-versions`. The NVIDIA device plugin
 * is none of them: Amazon EKS User Guide, "Install NVIDIA device plugin", installs it with Helm.
 */
// biome-ignore format: one row a line
export const eksAddonVersions: readonly EksAddonVersion[] = [
  { addon: 'vpc-cni', version: 'v1.22.3-eksbuild.1', kubernetesVersion: '1.33', source: PUBLIC },
  { addon: 'vpc-cni', version: 'v1.22.3-eksbuild.1', kubernetesVersion: '1.36', source: PUBLIC },
  { addon: 'vpc-cni', version: 'v1.22.1-eksbuild.2', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'coredns', version: 'v1.14.3-eksbuild.11', kubernetesVersion: '1.36', source: `${EKSCTL}/coredns-1.36.json (image tag of the self-managed asset)` },
  { addon: 'coredns', version: 'v1.14.3-eksbuild.11', kubernetesVersion: '1.35', source: `${EKSCTL}/coredns-1.35.json (image tag of the self-managed asset)` },
  { addon: 'coredns', version: 'v1.14.3-eksbuild.2', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'kube-proxy', version: 'v1.36.2-eksbuild.7', kubernetesVersion: '1.36', source: PUBLIC },
  { addon: 'kube-proxy', version: 'v1.35.3-eksbuild.11', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'aws-ebs-csi-driver', version: 'v1.63.1-eksbuild.1', kubernetesVersion: '1.36', source: PUBLIC },
  { addon: 'aws-ebs-csi-driver', version: 'v1.62.0-eksbuild.1', kubernetesVersion: '1.36', source: PUBLIC },
  { addon: 'aws-ebs-csi-driver', version: 'v1.60.0-eksbuild.1', source: `${PUBLIC}; beside kube-proxy v1.35.3-eksbuild.2` },
  { addon: 'aws-ebs-csi-driver', version: 'v1.59.0-eksbuild.1', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'eks-pod-identity-agent', version: 'v1.4.0-eksbuild.1', source: PUBLIC },
  { addon: 'eks-pod-identity-agent', version: 'v1.3.10-eksbuild.3', kubernetesVersion: '1.36', source: PUBLIC },
  { addon: 'eks-pod-identity-agent', version: 'v1.3.10-eksbuild.3', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'aws-efs-csi-driver', version: 'v3.4.2-eksbuild.1', source: PUBLIC },
  { addon: 'aws-fsx-csi-driver', version: 'v1.10.0-eksbuild.1', source: PUBLIC },
  { addon: 'aws-mountpoint-s3-csi-driver', version: 'v2.3.0-eksbuild.1', source: PUBLIC },
  { addon: 'metrics-server', version: 'v0.9.0-eksbuild.7', source: PUBLIC },
  { addon: 'metrics-server', version: 'v0.8.1-eksbuild.10', kubernetesVersion: '1.35', source: `${PUBLIC}; said to be the default for 1.35` },
  { addon: 'cert-manager', version: 'v1.19.3-eksbuild.2', kubernetesVersion: '1.34', source: PUBLIC },
  { addon: 'external-dns', version: 'v0.20.0-eksbuild.3', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'kube-state-metrics', version: 'v2.18.0-eksbuild.1', source: PUBLIC },
  { addon: 'prometheus-node-exporter', version: 'v1.10.2-eksbuild.8', source: PUBLIC },
  { addon: 'eks-node-monitoring-agent', version: 'v1.6.4-eksbuild.1', kubernetesVersion: '1.35', source: PUBLIC },
  { addon: 'amazon-cloudwatch-observability', version: 'v6.6.0-eksbuild.1', source: PUBLIC },
  { addon: 'amazon-cloudwatch-observability', version: 'v5.4.0-eksbuild.1', kubernetesVersion: '1.35', source: PUBLIC },
];

/**
 * The newest known version of an EKS add-on for a Kubernetes version; of two, the one of the higher version and build.
 * Undefined when the table has none.
 */
export function findEksAddonVersion(addon: string, kubernetesVersion: string): EksAddonVersion | undefined {
  return eksAddonVersions
    .filter((row) => row.addon === addon && row.kubernetesVersion === kubernetesVersion)
    .sort((a, b) => compareVersions(b.version, a.version))[0];
}

/** Kubernetes versions that the table knows a version of an add-on for, in its order; none is no answer. */
export function kubernetesVersionsOf(addon: string, version: string): readonly string[] {
  return eksAddonVersions.flatMap((row) => (row.addon === addon && row.version === version ? (row.kubernetesVersion ?? []) : []));
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (version.match(/\d+/g) ?? []).map(Number));
  for (const [index, part] of (left ?? []).entries()) if (part !== right?.[index]) return part - (right?.[index] ?? 0);
  return 0;
}
