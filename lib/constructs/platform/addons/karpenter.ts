import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { Environment } from '../../../synth/environment.ts';
import { parseProps } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import { clusterName } from '../addon/cluster-resource.ts';
import type { AddonRole } from '../addon/identity.ts';
import { partitionOf } from '../iam/partition.ts';
import { onNeed } from '../pools/cluster-needs.ts';
import { type Shape, text } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf } from './chart-addon.ts';
import { InterruptionQueue } from './interruption-queue.ts';
import { karpenterStatements, nodeKeyStatements } from './karpenter-policy.ts';
import { checkMigOverlay } from './mig-needs.ts';

/** Props of a {@link Karpenter}. */
export interface KarpenterProps extends ChartAddonProps {
  /** ARNs of the roles of the nodes that it starts; node pools of this program add theirs. @default - none */
  readonly nodeRoles?: readonly Referable<string>[];
  /** Moves pods off a node that AWS is about to end: a queue and five rules of EventBridge. @default true */
  readonly interruptions?: boolean;
  /** Pods of the controller; they must not run on nodes of its own. @default 2 */
  readonly replicas?: number;
  /** Lets pools say what EC2 does not know of their nodes, such as MIG instances (feature gate NodeOverlay, alpha). @default false */
  readonly nodeOverlay?: boolean;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    nodeRoles: z.array(text).optional(),
    interruptions: z.boolean().optional(),
    replicas: z.int().min(1).optional(),
    nodeOverlay: z.boolean().optional(),
  } satisfies Shape<KarpenterProps>),
);

const ACCOUNT = 'karpenter';

/** Karpenter: nodes for the pods that wait for one. Not needed with EKS Auto Mode, which has it. */
export class Karpenter extends ChartAddon {
  readonly #passed = new Set<string>();
  readonly #keys = new Set<Referable<string>>();
  #role: AddonRole | undefined;

  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KarpenterProps = {}) {
    super(scope, id, props, 'kube-system');
    if (!parseProps(this, schema(), props)) return;
    this.begin('restricted');
    const { nodeRoles = [], interruptions = true, replicas = 2, nodeOverlay = false, delivery = 'release' } = props;
    const name = clusterName(this.cluster);
    const { account = '*', region } = Environment.of(this);
    const queue = interruptions ? new InterruptionQueue(this, 'interruptions', this.cluster, `${this.owner}-karpenter`) : undefined;
    const kinds = kindsOf('karpenter.sh', 'karpenter.k8s.aws', 'autoscaling.x-k8s.io');
    // helm never upgrades the definitions in a chart's folder crds; a chart of definitions alone it does.
    const definitions =
      delivery === 'release' ? this.deliver({ chart: 'karpenter', name: 'karpenter-crd', values: {}, provides: kinds }, 'crds') : undefined;
    const addon = this.deliver({
      chart: 'karpenter',
      values: {
        settings: { clusterName: name, interruptionQueue: queue?.queueName, ...(nodeOverlay && { featureGates: { nodeOverlay } }) },
        replicas,
        // The chart asks for nothing, and a node that is short of memory would end it first. Source: Karpenter, Getting Started.
        controller: { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } },
        serviceAccount: { create: true, name: ACCOUNT },
      },
      release: { skipCrds: true },
      identities: [
        {
          serviceAccount: ACCOUNT,
          statements: [
            ...karpenterStatements({ cluster: name, partition: partitionOf(region), region: region ?? '*', account }),
            ...(queue
              ? [
                  {
                    Sid: 'AllowInterruptionQueueActions',
                    Effect: 'Allow' as const,
                    Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
                    Resource: [queue.arn],
                  },
                ]
              : []),
          ],
        },
      ],
    });
    if (definitions) addon.node.addDependency(definitions);
    this.#role = addon.roles[0];
    for (const role of nodeRoles) this.allowNodeRole(role);
    onNeed(this.cluster, 'nodeRole', (role) => this.allowNodeRole(role));
    onNeed(this.cluster, 'nodeKey', (key) => this.allowNodeKey(key));
    checkMigOverlay(this, this.cluster, nodeOverlay);
  }

  /**
   * Lets it start nodes with a role. The same role twice is one.
   * @param role ARN; a reference, or a value of Terraform's
   */
  allowNodeRole(role: Referable<string>): void {
    const key = typeof role === 'string' ? role : role.origin.scope.node.path;
    if (this.#passed.has(key)) return;
    this.#passed.add(key);
    this.#role?.allow({
      Sid: `AllowPassingInstanceRole${this.#passed.size}`,
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [String(role)],
      Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    });
  }

  /**
   * Lets it start nodes whose disks a KMS key encrypts; pools of this program with `disk.kmsKeyArn` do so by themselves. The
   * policy of the key must leave it to IAM, as that of a `KmsKey` does. The same key twice is one.
   * @param key ARN; a reference, or a value of Terraform's
   */
  allowNodeKey(key: Referable<string>): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.#role?.allow(...nodeKeyStatements(String(key), this.#keys.size, Environment.of(this).region));
  }
}
