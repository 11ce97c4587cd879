import { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { Environment } from '../../../synth/environment.ts';
import { placeByDefault, placeIn } from '../../../synth/placement.ts';
import { loadCdktf } from '../../../synth/terraform/lazy.ts';
import { claimName } from './claim.ts';
import { clusterAccess, clusterName } from './cluster-resource.ts';
import { helmElements } from './helm-elements.ts';
import { loadDataEksCluster } from './lazy.ts';
import type { ReleaseSource } from './release-props.ts';
import { terraformValues, type Values } from './values.ts';

const TIMEOUT_SECONDS = 600;
/** Namespaces that every cluster has. */
const SYSTEM = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Adds a `helm_release` to the Terraform unit `addons-<name>`, which is applied after the cluster's own: a provider must not be
 * configured with values of its own state. Nothing is fetched before the applier runs.
 */
export function deliverByRelease(
  addon: Construct,
  cluster: ClusterScope,
  source: ReleaseSource,
  values: Values | undefined,
  namespace: string,
): void {
  placeByDefault(addon, 'terraform', `addons-${cluster.name}`, cluster);
  addProvider(cluster);
  cluster.releases.add(addon);
  const createNamespace = source.createNamespace ?? !SYSTEM.includes(namespace);
  if (createNamespace) cluster.namespaceProviders.set(namespace, addon);
  const { Release } = helmElements();
  const name = source.releaseName ?? addon.node.id;
  claimName(addon, cluster, `the release ${name} in the namespace ${namespace}`);
  new Release(addon, 'Resource', {
    name,
    namespace,
    create_namespace: createNamespace,
    repository: source.repository,
    chart: source.name,
    version: source.version,
    atomic: source.atomic ?? true,
    wait: source.wait ?? true,
    timeout: source.timeoutSeconds ?? TIMEOUT_SECONDS,
    max_history: 10,
    ...(source.skipCrds && { skip_crds: true }),
    ...(values && { values: [terraformValues(addon, values)] }),
  });
}

/** The provider's configuration, one per cluster: a token of the identity that applies, fetched by the AWS command line. */
function addProvider(cluster: ClusterScope): void {
  if (cluster.node.tryFindChild('helm')) return;
  const { Fn } = loadCdktf();
  const { endpoint, certificateAuthority } = clusterAccess(cluster) ?? lookUp(cluster);
  const { region } = Environment.of(cluster);
  new (helmElements().Provider)(cluster, 'helm', {
    kubernetes: {
      host: endpoint,
      cluster_ca_certificate: Fn.base64decode(certificateAuthority),
      exec: {
        api_version: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', clusterName(cluster), ...(region === undefined ? [] : ['--region', region])],
      },
    },
  });
}

/** A cluster that something else creates is looked up by Terraform, in the unit of the releases. */
function lookUp(cluster: ClusterScope): { readonly endpoint: string; readonly certificateAuthority: string } {
  const scope = new Construct(cluster, 'eks');
  placeIn(scope, 'terraform', `addons-${cluster.name}`, cluster);
  const found = new (loadDataEksCluster())(scope, 'cluster', { name: clusterName(cluster) });
  return { endpoint: found.endpoint, certificateAuthority: found.certificateAuthority.get(0).data };
}
