import type { Message } from './message.ts';

/** KS606x: clusters of EKS, and who may use them. */
export const eksMessages = {
  KS6060: {
    title: 'a Kubernetes version that EKS does not have',
    explanation:
      'Each version of Kubernetes has an end of standard and of extended support on EKS. A version past both can not be created, and one that the table does not know may not exist yet.',
    fix: 'choose a version that is supported',
  },
  KS6061: {
    title: 'the range of the Services overlaps the network',
    explanation: 'Addresses of Services are routed inside the cluster: one that is in the network too could not be reached.',
    fix: 'give a serviceCidr of /12 to /24 outside the ranges of the network, such as 172.20.0.0/16',
  },
  KS6062: {
    title: 'a core add-on beside EKS Auto Mode',
    explanation: 'With Auto Mode EKS runs the network plug-in, the proxy, the DNS, the storage driver and the Pod Identity agent itself.',
    fix: 'remove the prop, or turn autoMode off',
  },
  KS6063: {
    title: 'a group of people without anybody in it',
    explanation:
      'An access group maps roles of IAM, or groups of the identity provider, to rights. One with neither gives rights to nobody.',
    fix: 'give iam, assumedBy, or groups of the identity provider',
  },
  KS6064: {
    title: 'an IAM principal is in two groups',
    explanation: 'EKS takes one access entry per principal and cluster, so that one can be in one access group only.',
    fix: 'leave it in one of the groups; what it needs besides, give by Role.grant',
  },
  KS6065: {
    title: 'groups on a cluster without an identity provider',
    explanation:
      'The groups of an access group are those that the tokens of an identity provider claim. An EksCluster that has none takes no such tokens, so that nobody would ever be in them.',
    fix: 'give oidc to the EksCluster, or use iam and assumedBy',
  },
} satisfies Record<string, Message>;
