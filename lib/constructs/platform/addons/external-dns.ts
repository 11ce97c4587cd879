import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { partitionOf } from '../iam/partition.ts';
import type { PolicyStatement } from '../iam/policy.ts';
import { hostName, type Shape, text } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, otherKinds, requests } from './chart-addon.ts';

/** Props of an {@link ExternalDns}. */
export interface ExternalDnsProps extends ChartAddonProps {
  /** Ids of the hosted zones of Route 53 that it may change. */
  readonly zones: readonly Referable<string>[];
  /** Domains that it looks after; it leaves names of other domains alone. */
  readonly domains: readonly string[];
  /** Whether it also deletes records whose Ingress or Service is gone. @default 'upsert-only' */
  readonly policy?: 'upsert-only' | 'sync' | 'create-only';
  /** Kinds that it takes names from, as external-dns calls them. @default ['service', 'ingress'] */
  readonly sources?: readonly string[];
  /** Name by which it knows its own records, unique among all that share a zone. @default - `<platform>-<environment>-<cluster>` */
  readonly ownerId?: string;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    zones: z.array(text).min(1),
    domains: z.array(hostName).min(1),
    policy: z.enum(['upsert-only', 'sync', 'create-only']).optional(),
    sources: z
      .array(z.string().regex(/^[a-z0-9-]+$/))
      .min(1)
      .optional(),
    ownerId: z.string().min(1).optional(),
  } satisfies Shape<ExternalDnsProps>),
);

const ACCOUNT = 'external-dns';

/** external-dns: records of Route 53 for Ingresses, Services and routes. */
export class ExternalDns extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id, props, 'external-dns');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    this.deliver({
      chart: 'external-dns',
      values: {
        provider: { name: 'aws' },
        env: this.region === undefined ? [] : [{ name: 'AWS_DEFAULT_REGION', value: this.region }],
        resources: requests('50m', '64Mi'),
        domainFilters: props.domains,
        policy: props.policy ?? 'upsert-only',
        sources: props.sources ?? ['service', 'ingress'],
        registry: 'txt',
        txtOwnerId: props.ownerId ?? this.owner,
        serviceAccount: { create: true, name: ACCOUNT },
      },
      identities: [{ serviceAccount: ACCOUNT, statements: statements(partitionOf(this.region), props.zones) }],
      provides: otherKinds('externaldns.k8s.io/v1alpha1', 'Namespaced', 'DNSEndpoint'),
    });
  }
}

/** Source: kubernetes-sigs/external-dns docs/tutorials/aws.md @9f26451346774099a8b3e3e5cc46a53bf2fd1461 (tag external-dns-helm-chart-1.21.1) */
function statements(partition: string, zones: readonly Referable<string>[]): PolicyStatement[] {
  return [
    {
      Sid: 'ChangeRecords',
      Effect: 'Allow',
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      Resource: zones.map((zone) => `arn:${partition}:route53:::hostedzone/${zone}`),
    },
    { Sid: 'ListZones', Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: ['*'] },
  ];
}
