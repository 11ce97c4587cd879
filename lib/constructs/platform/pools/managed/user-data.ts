import type { KubeletProps } from '../kubelet.ts';

const BOUNDARY = '==KEELSON==';

/**
 * What a managed node is told beside what EKS tells it, in base64; undefined for nothing.
 * @param os of the image, which each has a form of its own for it
 */
export function userData(os: string, raid: boolean, kubelet: KubeletProps | undefined): string | undefined {
  if (!raid && kubelet === undefined) return undefined;
  return Buffer.from(os === 'Bottlerocket' ? bottlerocket(raid, kubelet ?? {}) : nodeConfig(raid, kubelet)).toString('base64');
}

/** Source: awslabs/amazon-eks-ami nodeadm/doc/api.md (NodeConfig) @81fec2e8; EKS adds its own part to a multi-part message. */
function nodeConfig(raid: boolean, kubelet: KubeletProps | undefined): string {
  const config = {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { ...(raid && { instance: { localStorage: { strategy: 'RAID0' } } }), ...(kubelet && { kubelet: { config: kubelet } }) },
  };
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: application/node.eks.aws',
    '',
    JSON.stringify(config, undefined, 2),
    '',
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

/** Source: aws/karpenter-provider-aws pkg/providers/amifamily/bootstrap/bottlerocketsettings.go and bottlerocket.go @1d927085d. */
const TABLES = [
  ['systemReserved', 'system-reserved'],
  ['kubeReserved', 'kube-reserved'],
  ['evictionHard', 'eviction-hard'],
  ['evictionSoft', 'eviction-soft'],
  ['evictionSoftGracePeriod', 'eviction-soft-grace-period'],
] as const;
const COMMANDS = [
  ['apiclient', 'ephemeral-storage', 'init'],
  ['apiclient', 'ephemeral-storage', 'bind', '--dirs', '/var/lib/containerd', '/var/lib/kubelet', '/var/log/pods'],
];

/** Settings in TOML, whose texts, numbers and lists are written as those of JSON. */
function bottlerocket(raid: boolean, kubelet: KubeletProps): string {
  const line = (key: string, value: unknown): string[] =>
    value === undefined ? [] : [`${JSON.stringify(key)} = ${JSON.stringify(value)}`];
  const table = (name: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`[${name}]`, ...lines, '']);
  const text = (value: number | undefined): string | undefined => value?.toString();
  return [
    ...table('settings.kubernetes', [
      ...line('max-pods', kubelet.maxPods),
      ...line('image-gc-high-threshold-percent', text(kubelet.imageGCHighThresholdPercent)),
      ...line('image-gc-low-threshold-percent', text(kubelet.imageGCLowThresholdPercent)),
      ...line('cpu-cfs-quota-enforced', kubelet.cpuCFSQuota),
    ]),
    ...TABLES.flatMap(([prop, name]) =>
      table(
        `settings.kubernetes.${name}`,
        Object.entries(kubelet[prop] ?? {}).flatMap(([key, value]) => line(key, value)),
      ),
    ),
    ...(raid
      ? table('settings.bootstrap-commands.000-mount-instance-storage', [
          ...line('commands', COMMANDS),
          ...line('essential', true),
          ...line('mode', 'always'),
        ])
      : []),
  ].join('\n');
}
