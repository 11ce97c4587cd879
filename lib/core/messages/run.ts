import type { Message } from './message.ts';

/** KS809x: one run over the units of both planes. */
export const runMessages = {
  KS8090: {
    title: 'units depend on each other in a circle',
    explanation: 'Units are applied after those that they depend on. In a circle none could be the first; synth never writes one.',
    fix: 'run synth again, and commit the whole output',
  },
  KS8091: {
    title: 'there is no such unit',
    explanation: 'A target names a unit of the environment as plan shows it, such as terraform.data or kubernetes.main.shop.',
    fix: 'name one of the units of the message',
  },
  KS8092: {
    title: 'a unit was not begun',
    explanation: 'The run was interrupted before the unit was due. Units that were under way ended by themselves, or were asked to end.',
    fix: 'run it again; it goes on from what is true',
  },
  KS8093: {
    title: 'a unit that left the program can not be removed',
    explanation:
      'What a unit had is removed from its last release, which holds its files and the values that it was given. Secret values are not in it: they are read from the units that gave them, as long as those are there.',
    fix: 'see what the message names; while a unit that it took values from is there, remove this one first',
  },
  KS8094: {
    title: 'something that Kubernetes made in the cloud is still there',
    explanation:
      'Load balancers and volumes are made by controllers in the cluster, and only they remove them. When the cluster goes first, they stay, cost money, and keep the network from going.',
    fix: 'see why it does not go: the events of the object tell what its controller says',
  },
  KS8095: {
    title: 'nodes of a pool that was removed are still there',
    explanation:
      'Karpenter drains and ends the nodes of a NodePool that was deleted. Its controller, its roles and the network stay until that is done: without them the instances would go on, and cost money.',
    fix: 'see why they do not go: a pod with a disruption budget or the annotation karpenter.sh/do-not-disrupt may hold them; then run it again',
  },
  KS8096: {
    title: 'a cluster that would lose everything is not known to be the one',
    explanation:
      'When a cluster goes, every load balancer, volume and node of it goes first, whoever made it. That is done only in a cluster that has a record of the environment, or whose kube-system has the UID that the policy pins.',
    fix: 'see that the kubeconfig leads to the cluster that is meant, and pin it: clusters: { <env>/<cluster>: { kubeSystemUid: ... } } in the policy',
  },
  KS8097: {
    title: 'a unit waits for another environment',
    explanation:
      'The unit takes values that a unit of another environment gives, such as one of shared. A run is about one environment, and takes such values from the last releases of the others.',
    fix: 'apply the other environment first, with the same place for releases',
  },
} satisfies Record<string, Message>;
