import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { partitionOf } from '../iam/partition.ts';
import type { PolicyStatement } from '../iam/policy.ts';
import { type Shape, text } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, requests } from './chart-addon.ts';

/** Props of a {@link CertManager}. */
export interface CertManagerProps extends ChartAddonProps {
  /** Ids of the hosted zones of Route 53 in which it may prove that a domain is yours (DNS01). @default - none, and no AWS role */
  readonly zones?: readonly Referable<string>[];
  /** Makes certificates for Gateways too. @default false */
  readonly gateways?: boolean;
  /** Pods of the controller, and of the webhook. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    zones: z.array(text).min(1).optional(),
    gateways: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<CertManagerProps>),
);

/** cert-manager: certificates from issuers, renewed before they end. */
export class CertManager extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: CertManagerProps = {}) {
    super(scope, id, props, 'cert-manager');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { zones, gateways = false, replicas = 2 } = props;
    const pods = { replicaCount: replicas, podDisruptionBudget: { enabled: replicas > 1 } };
    this.deliver({
      chart: 'cert-manager',
      values: {
        crds: { enabled: true, keep: true },
        ...pods,
        resources: requests('50m', '128Mi'),
        webhook: { ...pods, resources: requests('25m', '64Mi') },
        cainjector: { ...pods, resources: requests('25m', '256Mi') },
        config: {
          apiVersion: 'controller.config.cert-manager.io/v1alpha1',
          kind: 'ControllerConfiguration',
          enableGatewayAPI: gateways,
        },
        serviceAccount: { create: true, name: 'cert-manager' },
      },
      // A hook that waits for the webhook; the applier waits for the Deployments itself.
      chartValues: { startupapicheck: { enabled: false } },
      ...(zones && { identities: [{ serviceAccount: 'cert-manager', statements: statements(partitionOf(this.region), zones) }] }),
      provides: kindsOf('cert-manager.io', 'acme.cert-manager.io'),
    });
  }
}

/** Source: cert-manager/website content/docs/configuration/acme/dns01/route53.md @776e5dba56510fc9de84206b806b568447077f25 */
function statements(partition: string, zones: readonly Referable<string>[]): PolicyStatement[] {
  return [
    { Sid: 'GetChange', Effect: 'Allow', Action: ['route53:GetChange'], Resource: [`arn:${partition}:route53:::change/*`] },
    {
      Sid: 'ChangeChallenges',
      Effect: 'Allow',
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
      Resource: zones.map((zone) => `arn:${partition}:route53:::hostedzone/${zone}`),
      Condition: { 'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] } },
    },
    { Sid: 'FindZones', Effect: 'Allow', Action: ['route53:ListHostedZonesByName'], Resource: ['*'] },
  ];
}
