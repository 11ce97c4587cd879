import { z } from 'zod';
import { dnsLabel, type Shape } from './schemas.ts';

/** Peers of a workload on the network: namespaces by name, and address ranges. */
export interface Peers {
  /** Namespaces, by name. @default - none */
  readonly namespaces?: readonly string[];
  /** Address ranges outside the cluster, as CIDR. @default - none */
  readonly cidrs?: readonly string[];
}

/** Who may reach a workload, beside pods of the same namespace. */
export type AllowFrom = Peers;

/** What a workload may reach, beside pods of the same namespace and DNS. */
export type AllowTo = Peers;

const RANGE = 'must be an address range, such as 10.0.0.0/8';

/** Checks {@link Peers}. */
export const peersSchema = z.strictObject({
  namespaces: z.array(dnsLabel).optional(),
  cidrs: z.array(z.union([z.cidrv4(RANGE), z.cidrv6(RANGE)])).optional(),
} satisfies Shape<Peers>);

/** Rule of a NetworkPolicy that allows questions to the DNS of the cluster. */
export const DNS = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

/** Peers as a NetworkPolicy has them, with the pods of its own namespace; `'cluster'` is every pod. */
export function kubePeers(peers: Peers | 'cluster' = {}): Record<string, unknown>[] {
  if (peers === 'cluster') return [{ namespaceSelector: {} }];
  const { namespaces = [], cidrs = [] } = peers;
  return [
    { podSelector: {} },
    ...namespaces.map((name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } })),
    ...cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  ];
}
