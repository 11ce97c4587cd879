import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { Environment } from '../../../synth/environment.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { clusterName } from '../addon/cluster-resource.ts';
import { partitionOf } from '../iam/partition.ts';
import { type Shape, text } from '../schemas.ts';
import { loadBalancerStatements } from './aws-load-balancer-controller-policy.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, otherKinds, requests } from './chart-addon.ts';

/** Props of an {@link AwsLoadBalancerController}. */
export interface AwsLoadBalancerControllerProps extends ChartAddonProps {
  /** Id of the cluster's VPC. @default - that of the cluster's network where the program knows it, else the controller asks the node */
  readonly vpcId?: Referable<string>;
  /** What load balancers send to. @default 'ip' */
  readonly targetType?: 'ip' | 'instance';
  /** Lets Ingresses use AWS WAF. @default false */
  readonly waf?: boolean;
  /** Lets Ingresses use AWS Shield Advanced. @default false */
  readonly shield?: boolean;
  /** Takes the webhook's certificate from cert-manager, which a rendered chart needs. @default - only with delivery 'chart' */
  readonly certManager?: boolean;
  /**
   * Takes over each new Service of type LoadBalancer, by a webhook that all Services go through: while it does not answer, as before the
   * controller runs, no other add-on can be installed. Without it such a Service says so itself, by `loadBalancerClass: service.k8s.aws/nlb`.
   * @default false
   */
  readonly serviceWebhook?: boolean;
  /** Pods of the controller. @default 2 */
  readonly replicas?: number;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    vpcId: text.optional(),
    targetType: z.enum(['ip', 'instance']).optional(),
    waf: z.boolean().optional(),
    shield: z.boolean().optional(),
    certManager: z.boolean().optional(),
    serviceWebhook: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
  } satisfies Shape<AwsLoadBalancerControllerProps>),
);

const ACCOUNT = 'aws-load-balancer-controller';

/** The AWS Load Balancer Controller: load balancers of AWS for Ingresses, Services and Gateways. Not needed with EKS Auto Mode. */
export class AwsLoadBalancerController extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: AwsLoadBalancerControllerProps = {}) {
    super(scope, id, props, 'kube-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { targetType = 'ip', waf = false, shield = false, certManager, serviceWebhook = false, replicas = 2 } = props;
    const vpcId = props.vpcId ?? networkOf(this.cluster);
    this.deliver({
      chart: 'aws-load-balancer-controller',
      values: {
        clusterName: clusterName(this.cluster),
        region: this.region,
        vpcId,
        defaultTags: { ...Environment.of(this).tags },
        replicaCount: replicas,
        resources: requests('100m', '200Mi'),
        podDisruptionBudget: replicas > 1 ? { maxUnavailable: 1 } : undefined,
        defaultTargetType: targetType,
        enableServiceMutatorWebhook: serviceWebhook,
        enableWaf: waf,
        enableWafv2: waf,
        enableShield: shield,
        serviceAccount: { create: true, name: ACCOUNT },
        // Else each upgrade makes a new certificate, and the webhook fails until its pods have it.
        ...(certManager ? { enableCertManager: true } : { keepTLSSecret: true }),
      },
      chartValues: { enableCertManager: certManager ?? true },
      identities: [{ serviceAccount: ACCOUNT, statements: loadBalancerStatements(partitionOf(this.region), { waf, shield }) }],
      provides: [
        ...otherKinds('elbv2.k8s.aws/v1beta1', 'Namespaced', 'TargetGroupBinding', 'ALBTargetControlConfig'),
        ...otherKinds('elbv2.k8s.aws/v1beta1', 'Cluster', 'IngressClassParams'),
        ...otherKinds(
          'gateway.k8s.aws/v1',
          'Namespaced',
          'ListenerRuleConfiguration',
          'LoadBalancerConfiguration',
          'TargetGroupConfiguration',
        ),
        ...otherKinds('aga.k8s.aws/v1beta1', 'Namespaced', 'GlobalAccelerator'),
      ],
    });
  }
}

function networkOf(cluster: object): Referable<string> | undefined {
  return (cluster as { readonly network?: { readonly vpcId?: Referable<string> } }).network?.vpcId;
}
