import type { Message } from './message.ts';

/** KS602x: address ranges, zones and subnets of a network. */
export const networkMessages = {
  KS6020: {
    title: 'address ranges overlap',
    explanation:
      'No two subnets of a VPC may share an address, and neither may two networks that are ever to be connected: routes between them would be ambiguous.',
    fix: 'give ranges that share no address',
  },
  KS6021: {
    title: 'too few availability zones',
    explanation:
      'EKS places the network interfaces of its control plane in two zones or more, and what stands in one zone only fails with it. Source: Amazon EKS User Guide, "Amazon EKS networking requirements for VPC and subnets".',
    fix: "give two zones or more, such as zones: ['a', 'b', 'c']",
  },
  KS6022: {
    title: 'an address range that can not be used',
    explanation:
      'AWS takes ranges of /16 to /28 for a VPC and its subnets, up to four beside the first, and not every private range beside every other. The subnets must all be in the ranges of their VPC.',
    fix: 'give another range',
  },
  KS6023: {
    title: 'a network has no such subnets',
    explanation: 'A cluster or a pool asked a network for subnets of a tier or a zone that it does not have.',
    fix: 'name a tier and zones of the network',
  },
} satisfies Record<string, Message>;
