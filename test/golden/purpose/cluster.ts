import { type Body, type Estate, each, has, type Purposes, type Resource, statements, trusts } from './estate.ts';

const cluster = (estate: Estate): Resource | undefined => estate.of('aws_eks_cluster')[0];
const addonNames = (estate: Estate): string[] => estate.all('aws_eks_addon').map((one) => one['addon_name']);
const profile = (estate: Estate, nodeClass: Body): Resource | undefined =>
  estate.source('EC2NodeClass', nodeClass['metadata'].name, '/spec/instanceProfile', 'aws_iam_instance_profile');
const karpenterRole = (estate: Estate): Resource | undefined => {
  const [first] = estate.of('aws_iam_instance_profile');
  return first && estate.target(first, first.body['role'], 'aws_iam_role');
};
const templateOf = (estate: Estate, group: Resource): Resource | undefined =>
  estate.target(group, group.body['launch_template'], 'aws_launch_template');
const policiesOf = (estate: Estate, role: Resource | undefined): string[] =>
  estate
    .of('aws_iam_role_policy_attachment')
    .filter((one) => role !== undefined && estate.target(one, one.body['role'], 'aws_iam_role') === role)
    .map(({ body }) => String(body['policy_arn']).split('/').at(-1) ?? '');
const inlineOf = (estate: Estate, role: Resource | undefined): readonly Body[] =>
  estate
    .of('aws_iam_role_policy')
    .filter((one) => role !== undefined && estate.target(one, one.body['role'], 'aws_iam_role') === role)
    .flatMap(({ body }) => statements(body['policy']));
const roleOfAccount = (estate: Estate, serviceAccount: string): Resource | undefined => {
  const association = estate.of('aws_eks_pod_identity_association').find(({ body }) => body['service_account'] === serviceAccount);
  return association && estate.target(association, association.body['role_arn'], 'aws_iam_role');
};
const actions = (list: readonly Body[]): readonly string[] => list.flatMap(({ Action }) => Action as string | string[]);
const queue = (estate: Estate): Resource | undefined =>
  estate.of('aws_sqs_queue').find(({ body }) => String(body['name']).endsWith('-karpenter'));
/** Sources of the events that go to a place. */
const eventsTo = (estate: Estate, type: string): readonly string[] =>
  estate.of('aws_cloudwatch_event_target').flatMap((target) => {
    const rule = estate.target(target, target.body['rule'], 'aws_cloudwatch_event_rule');
    return rule && estate.target(target, target.body['arn'], type)
      ? (JSON.parse(rule.body['event_pattern'])['detail-type'] as string[])
      : [];
  });
const INTERRUPTIONS = [
  'EC2 Spot Instance Interruption Warning',
  'EC2 Instance Rebalance Recommendation',
  'EC2 Instance State-change Notification',
  'AWS Health Event',
];

/** What the cluster, its nodes and its add-ons are for. */
export const clusterPurposes: Purposes = {
  aws_eks_cluster: [
    'workloads have a control plane that only the network and named people reach',
    (estate) => {
      const body = cluster(estate)?.body;
      return (
        body?.['vpc_config'].endpoint_private_access === true &&
        body['vpc_config'].endpoint_public_access === false &&
        body['access_config'].authentication_mode === 'API' &&
        body['deletion_protection'] === true
      );
    },
  ],
  aws_kms_key: [
    'Secrets of the cluster are encrypted by a key of its own, which is rotated',
    (estate) => {
      const own = cluster(estate);
      const key = own && estate.target(own, own.body['encryption_config'], 'aws_kms_key');
      return key?.body['enable_key_rotation'] === true && has(own?.body['encryption_config'].resources, 'secrets');
    },
  ],
  aws_kms_alias: [
    'people find a key by its name',
    (estate) =>
      each(
        estate.of('aws_kms_key').filter(({ body }) => body['enable_key_rotation']),
        (key) => estate.of('aws_kms_alias').some((alias) => estate.target(alias, alias.body['target_key_id'], 'aws_kms_key') === key),
      ),
  ],
  aws_cloudwatch_log_group: [
    'what the control plane did is kept for a year, and not for ever',
    (estate) =>
      estate
        .all('aws_cloudwatch_log_group')
        .some((group) => group['name'] === `/aws/eks/${cluster(estate)?.body['name']}/cluster` && group['retention_in_days'] === 365) &&
      has(cluster(estate)?.body['enabled_cluster_log_types'], 'audit', 'authenticator'),
  ],
  aws_eks_identity_provider_config: [
    'people log in with the names and groups of the company',
    (estate) =>
      estate
        .all('aws_eks_identity_provider_config')
        .some(
          ({ oidc, cluster_name }) =>
            cluster_name === cluster(estate)?.body['name'] &&
            oidc.issuer_url.startsWith('https://') &&
            oidc.groups_claim === 'groups' &&
            oidc.groups_prefix !== '',
        ),
  ],
  aws_eks_addon: [
    'nodes have a network, names, volumes and credentials from pinned add-ons',
    (estate) =>
      has(
        addonNames(estate),
        'vpc-cni',
        'kube-proxy',
        'coredns',
        'eks-pod-identity-agent',
        'aws-ebs-csi-driver',
        'eks-node-monitoring-agent',
        'aws-mountpoint-s3-csi-driver',
      ) && each(estate.all('aws_eks_addon'), (one) => /^v\d.*-eksbuild\.\d+$/.test(one['addon_version'])),
  ],
  aws_eks_node_group: [
    'Karpenter and the other controllers have nodes that they did not make',
    (estate) =>
      estate
        .of('aws_eks_node_group')
        .some(
          (group) =>
            group.body['scaling_config'].min_size >= 3 &&
            group.body['taint'] === undefined &&
            estate.targets(group, group.body['subnet_ids'], 'aws_subnet').length >= 3,
        ),
  ],
  aws_launch_template: [
    'nodes of groups speak IMDSv2 only, and their disks are encrypted by the key for nodes',
    (estate) =>
      each(estate.of('aws_eks_node_group'), (group) => {
        const template = templateOf(estate, group);
        return (
          template?.body['metadata_options'].http_tokens === 'required' &&
          each(
            template.body['block_device_mappings'] as Body[],
            (disk) => disk['ebs'].encrypted === 'true' && estate.target(template, disk['ebs'].kms_key_id, 'aws_kms_key') !== undefined,
          )
        );
      }),
  ],
  aws_placement_group: [
    'nodes of the training fabric outside the block stand near each other',
    (estate) =>
      each(
        estate.kind('NodePool').filter(({ spec }) => spec.template.metadata.labels['vpc.amazonaws.com/efa.present'] !== undefined),
        ({ metadata }) =>
          estate.source('EC2NodeClass', metadata.name, '/spec/placementGroupSelector/id', 'aws_placement_group')?.body['strategy'] ===
          'cluster',
      ),
  ],
  aws_iam_instance_profile: [
    'nodes of Karpenter have a role that only EC2 takes',
    (estate) =>
      each(estate.kind('EC2NodeClass'), (nodeClass) => {
        const found = profile(estate, nodeClass);
        return found !== undefined && trusts(estate.target(found, found.body['role'], 'aws_iam_role'), 'ec2.amazonaws.com');
      }),
  ],
  aws_eks_access_entry: [
    'nodes of Karpenter may join the cluster, and what plans sees it as a group of its own',
    (estate) =>
      estate
        .all('aws_eks_access_entry')
        .some((entry) => String(entry['principal_arn']).endsWith('-plan') && has(entry['kubernetes_groups'], 'keelson:plans')) &&
      estate
        .of('aws_eks_access_entry')
        .some(
          (entry) =>
            entry.body['type'] === 'EC2_LINUX' &&
            karpenterRole(estate) !== undefined &&
            estate.target(entry, entry.body['principal_arn'], 'aws_iam_role') === karpenterRole(estate),
        ),
  ],
  aws_eks_access_policy_association: [
    'what applies may change the cluster, and nobody else by a policy of AWS',
    (estate) =>
      each(
        estate.of('aws_eks_access_policy_association'),
        (one) =>
          String(one.body['policy_arn']).endsWith('/AmazonEKSClusterAdminPolicy') &&
          String(estate.target(one, one.body['principal_arn'], 'aws_eks_access_entry')?.body['principal_arn']).endsWith('-apply'),
      ),
  ],
  aws_eks_pod_identity_association: [
    'controllers act on AWS with roles of their own, and the shop reads its pictures',
    (estate) =>
      has(
        estate.all('aws_eks_pod_identity_association').map((one) => one['service_account']),
        'karpenter',
        'aws-load-balancer-controller',
        'external-dns',
        'external-secrets',
        'frontend',
      ),
  ],
  aws_iam_role: [
    'roles of pods are taken by EKS Pod Identity only',
    (estate) =>
      each(estate.of('aws_eks_pod_identity_association'), (one) =>
        trusts(estate.target(one, one.body['role_arn'], 'aws_iam_role'), 'pods.eks.amazonaws.com'),
      ),
  ],
  aws_iam_role_policy: [
    'Karpenter starts nodes with the node role alone, and the shop reads nothing but its pictures',
    (estate) => {
      const karpenter = inlineOf(estate, roleOfAccount(estate, 'karpenter'));
      const shop = inlineOf(estate, roleOfAccount(estate, 'frontend'));
      const passes = karpenter.filter(({ Action }) => has([Action].flat(), 'iam:PassRole'));
      return (
        has(actions(karpenter), 'ec2:CreateFleet', 'sqs:ReceiveMessage') &&
        each(passes, ({ Resource }) => !has([Resource].flat(), '*')) &&
        each(actions(shop), (action) => ['s3:GetObject', 's3:ListBucket', 'kms:Decrypt'].includes(action))
      );
    },
  ],
  aws_iam_role_policy_attachment: [
    'nodes may join and pull images, and nothing else',
    (estate) =>
      each(estate.of('aws_eks_node_group'), (group) => {
        const policies = policiesOf(estate, estate.target(group, group.body['node_role_arn'], 'aws_iam_role'));
        return JSON.stringify(policies.sort()) === JSON.stringify(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy']);
      }),
  ],
  aws_sqs_queue: [
    'Karpenter hears in an encrypted queue what AWS takes back',
    (estate) => queue(estate)?.body['sqs_managed_sse_enabled'] === true,
  ],
  aws_sqs_queue_policy: [
    'only EventBridge writes into that queue, over TLS',
    (estate) => {
      const policy = estate
        .of('aws_sqs_queue_policy')
        .find((one) => queue(estate) !== undefined && estate.target(one, one.body['queue_url'], 'aws_sqs_queue') === queue(estate));
      const list = statements(policy?.body['policy']);
      return (
        list.some(({ Effect, Principal }) => Effect === 'Allow' && has([Principal.Service].flat(), 'events.amazonaws.com')) &&
        list.some(({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false')
      );
    },
  ],
  aws_cloudwatch_event_rule: [
    'AWS tells what it takes back, what is broken, and what GuardDuty finds',
    (estate) => {
      const types = estate.all('aws_cloudwatch_event_rule').flatMap((rule) => JSON.parse(rule['event_pattern'])['detail-type'] as string[]);
      return has(types, ...INTERRUPTIONS, 'GuardDuty Finding', 'Access Analyzer Finding');
    },
  ],
  aws_cloudwatch_event_target: [
    'interruptions go to the queue, and findings to people',
    (estate) => has(eventsTo(estate, 'aws_sqs_queue'), ...INTERRUPTIONS) && has(eventsTo(estate, 'aws_sns_topic'), 'GuardDuty Finding'),
  ],
  helm_release: [
    'every controller that an object of the cluster needs is installed, at a pinned version',
    (estate) =>
      has(
        estate.all('helm_release').map(({ chart }) => chart),
        ...CONTROLLERS.filter(([kind]) => estate.kind(kind).length > 0).map(([, chart]) => chart),
      ) &&
      estate.all('helm_release').some(({ chart }) => chart === 'gpu-operator' || chart === 'nvidia-device-plugin') &&
      each(estate.all('helm_release'), ({ version }) => /\d+\.\d+\.\d+/.test(version)),
  ],
};

/** Kinds, and the chart of the controller that acts on them. */
const CONTROLLERS = [
  ['NodePool', 'karpenter'],
  ['Gateway', 'aws-load-balancer-controller'],
  ['HTTPRoute', 'external-dns'],
  ['ExternalSecret', 'external-secrets'],
  ['ScaledObject', 'keda'],
  ['ClusterQueue', 'kueue'],
  ['InferenceService', 'kserve-resources'],
  ['PrometheusRule', 'kube-prometheus-stack'],
  ['HorizontalPodAutoscaler', 'metrics-server'],
] as const;
