import { Environment } from '../../../synth/environment.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { reportError } from '../../../synth/state.ts';
import { Addon } from '../addon/addon.ts';
import type { AddonIdentity } from '../addon/identity.ts';
import type { Values } from '../addon/values.ts';
import type { Cluster } from '../cluster.ts';
import type { PolicyStatement } from '../iam/policy.ts';
import type { CoreAddon, EksClusterProps } from './eks-cluster-props.ts';

interface Core {
  /** Keelson's own values. @default - those of the add-on */
  readonly values?: Values;
  readonly identities?: readonly AddonIdentity[];
}

/**
 * Every core add-on. vpc-cni: prefixes instead of single addresses, so that a node has room for its pods, and NetworkPolicies
 * enforced. aws-ebs-csi-driver: volumes with the environment's tags. Roles by Pod Identity, with AWS's own policies. Source: Amazon EKS User Guide, "AWS add-ons", and aws/amazon-vpc-cni-k8s
 * README.md, ENABLE_PREFIX_DELEGATION.
 */
const CORE: Readonly<Record<CoreAddon, Core>> = {
  'vpc-cni': {
    values: { enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } },
    identities: [{ serviceAccount: 'aws-node', managedPolicies: ['AmazonEKS_CNI_Policy'] }],
  },
  'kube-proxy': {},
  coredns: {},
  'eks-pod-identity-agent': {},
  'aws-ebs-csi-driver': {
    identities: [{ serviceAccount: 'ebs-csi-controller-sa', managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'] }],
  },
};

/** Adds the core add-ons of a cluster. Reports KS6062 for one beside Auto Mode, KS9008 for an unknown version. */
export function addCoreAddons(cluster: Cluster, props: Pick<EksClusterProps, 'addons' | 'autoMode' | 'volumeKeys'>): void {
  const { addons = {}, autoMode = false, volumeKeys = [] } = props;
  if (autoMode && volumeKeys.length > 0) reportError(cluster, 'KS6062', 'prop volumeKeys is given, and autoMode is on');
  for (const [name, core] of Object.entries(CORE) as [CoreAddon, Core][]) {
    const own = addons[name];
    if (autoMode) {
      if (own) reportError(cluster, 'KS6062', `prop addons has ${name}, and autoMode is on`);
      continue;
    }
    if (own === false) continue;
    const { values, ...source } = own ?? {};
    const base = name === 'aws-ebs-csi-driver' ? { controller: { extraVolumeTags: { ...Environment.of(cluster).tags } } } : core.values;
    const merged = base || values ? mergeValues(base ?? {}, values ?? {}) : undefined;
    new Addon(cluster, name, {
      eks: { name, ...source },
      ...(merged && { values: merged }),
      ...(core.identities && { identities: name === 'aws-ebs-csi-driver' ? withKeys(core.identities, volumeKeys) : core.identities }),
    });
  }
}

/** Source: Amazon EKS User Guide, "Use Kubernetes volume storage with Amazon EBS", step 1, custom KMS key. */
function withKeys(identities: readonly AddonIdentity[], keys: readonly Referable<string>[]): readonly AddonIdentity[] {
  if (keys.length === 0) return identities;
  const Resource = keys.map(String);
  const Condition = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  const statements: readonly PolicyStatement[] = [
    { Sid: 'GrantVolumeKeys', Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], Resource, Condition },
    {
      Sid: 'UseVolumeKeys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource,
    },
  ];
  return identities.map((identity) => ({ ...identity, statements }));
}

/** The second's values over the first's, map by map. */
function mergeValues(base: Values, over: Values): Values {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = result[key];
    result[key] = isMap(before) && isMap(value) ? mergeValues(before as Values, value as Values) : value;
  }
  return result as Values;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
