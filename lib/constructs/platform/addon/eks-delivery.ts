import type { Construct } from 'constructs';
import { eksAddonVersions, findEksAddonVersion, kubernetesVersionsOf } from '../../../facts/addons/eks-addons.ts';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { reportError } from '../../../synth/state.ts';
import { claimName } from './claim.ts';
import { clusterName, dependOnCluster } from './cluster-resource.ts';
import type { EksAddonSource } from './eks-props.ts';
import type { AddonRole } from './identity.ts';
import { loadEksAddon } from './lazy.ts';
import { terraformValues, type Values } from './values.ts';

/** Longest distance of kube-proxy behind the API server, minor versions. Source: Kubernetes, "Version Skew Policy". */
const KUBE_PROXY_SKEW = 3;

/** Adds an add-on of EKS to the Terraform unit of its cluster. Reports KS9008 for a version that the cluster's Kubernetes has not. */
export function deliverByEks(
  addon: Construct,
  cluster: ClusterScope,
  source: EksAddonSource,
  values: Values | undefined,
  roles: readonly AddonRole[],
): void {
  placeByDefault(addon, 'terraform', `cluster-${cluster.name}`, cluster);
  const name = source.name ?? addon.node.id;
  claimName(addon, cluster, `the EKS add-on ${name}`);
  const version = source.version ?? findEksAddonVersion(name, cluster.version)?.version;
  if (version === undefined) {
    const others = eksAddonVersions
      .filter((row) => row.addon === name)
      .map((row) => `${row.version} (${row.kubernetesVersion ?? 'unknown'})`);
    const known = others.length > 0 ? `, only ${others.join(', ')}` : '';
    reportError(addon, 'KS9008', `no version of the add-on ${name} is known for Kubernetes ${cluster.version}${known}`, {
      fix: `give eks.version: aws eks describe-addon-versions --addon-name ${name} --kubernetes-version ${cluster.version}`,
    });
    return;
  }
  checkVersion(addon, cluster.version, name, { ...source, version });
  const resource = new (loadEksAddon())(addon, 'Resource', {
    clusterName: clusterName(cluster),
    addonName: name,
    addonVersion: version,
    resolveConflictsOnCreate: source.onCreateConflict ?? 'OVERWRITE',
    resolveConflictsOnUpdate: source.onUpdateConflict ?? 'OVERWRITE',
    ...(source.preserve !== undefined && { preserve: source.preserve }),
    ...(values && { configurationValues: terraformValues(addon, values) }),
    ...(roles.length > 0 && {
      podIdentityAssociation: roles.map(({ serviceAccount, arn }) => ({ serviceAccount, roleArn: arn })),
    }),
  });
  dependOnCluster(resource, cluster);
}

function checkVersion(addon: Construct, kubernetes: string, name: string, source: EksAddonSource & { readonly version: string }): void {
  const { version } = source;
  const known = source.kubernetesVersions ?? kubernetesVersionsOf(name, version);
  const fix = `aws eks describe-addon-versions --addon-name ${name} --kubernetes-version ${kubernetes} lists those that it has`;
  if (name === 'kube-proxy') {
    const [own, cluster] = [version, kubernetes].map((text) => Number(/1\.(\d+)/.exec(text)?.[1]));
    const distance = (cluster ?? 0) - (own ?? 0);
    if (distance >= 0 && distance <= KUBE_PROXY_SKEW) return;
    reportError(addon, 'KS9008', `kube-proxy ${version} does not work with Kubernetes ${kubernetes}`, { fix });
  } else if (known.length > 0 && !known.includes(kubernetes)) {
    const better = eksAddonVersions.filter((row) => row.addon === name && row.kubernetesVersion === kubernetes).map((row) => row.version);
    reportError(
      addon,
      'KS9008',
      `the add-on ${name} ${version} is known for Kubernetes ${known.join(', ')}, and the cluster has ${kubernetes}`,
      {
        fix: better.length > 0 ? `known for ${kubernetes}: ${better.join(', ')}` : `${fix}; say so with eks.kubernetesVersions`,
      },
    );
  }
}
