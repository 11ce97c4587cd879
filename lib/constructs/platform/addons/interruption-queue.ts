import { Construct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { markPrerequisite } from '../../../synth/depends-on.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { boundedName } from '../iam/bounded-name.ts';
import { loadInterruptionQueue } from './lazy.ts';

/** Longest names. Source: Amazon SQS, CreateQueue; Amazon EventBridge, PutRule. */
const QUEUE_NAME_LENGTH = 80;
const RULE_NAME_LENGTH = 64;

/** Events of AWS that end a node, by the id of their rule. Source: as in karpenter-policy.ts. */
const EVENTS: Readonly<Record<string, { readonly source: string; readonly type: string }>> = {
  'capacity-reservation': { source: 'aws.ec2', type: 'EC2 Capacity Reservation Instance Interruption Warning' },
  health: { source: 'aws.health', type: 'AWS Health Event' },
  rebalance: { source: 'aws.ec2', type: 'EC2 Instance Rebalance Recommendation' },
  spot: { source: 'aws.ec2', type: 'EC2 Spot Instance Interruption Warning' },
  state: { source: 'aws.ec2', type: 'EC2 Instance State-change Notification' },
};

/** A queue of what will end nodes, so that their pods move before: encrypted, over TLS only, in the unit `cluster-<name>`. */
export class InterruptionQueue extends Construct {
  /** Name of the queue, as Terraform has it. */
  readonly queueName: string;
  /** ARN of the queue, as Terraform has it. */
  readonly arn: string;

  constructor(scope: Construct, id: string, cluster: ClusterScope, name: string) {
    super(scope, id);
    placeByDefault(this, 'terraform', `cluster-${cluster.name}`, cluster);
    markPrerequisite(this);
    const { SqsQueue, SqsQueuePolicy, CloudwatchEventRule, CloudwatchEventTarget } = loadInterruptionQueue();
    const queue = new SqsQueue(this, 'Resource', {
      name: boundedName(name, QUEUE_NAME_LENGTH, '-'),
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    this.queueName = queue.name;
    this.arn = queue.arn;
    const rules = Object.entries(EVENTS).map(([event, { source, type }]) => {
      const eventPattern = JSON.stringify({ source: [source], 'detail-type': [type] });
      const rule = new CloudwatchEventRule(this, `${event}-rule`, {
        name: boundedName(`${name}-${event}`, RULE_NAME_LENGTH, '-'),
        eventPattern,
      });
      new CloudwatchEventTarget(this, `${event}-target`, { rule: rule.name, arn: queue.arn });
      return rule.arn;
    });
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Events',
          Effect: 'Allow',
          Principal: { Service: ['events.amazonaws.com'] },
          Action: 'sqs:SendMessage',
          Resource: queue.arn,
          Condition: { ArnEquals: { 'aws:SourceArn': rules } },
        },
        {
          Sid: 'DenyHTTP',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue.arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    };
    new SqsQueuePolicy(this, 'policy', { queueUrl: queue.url, policy: JSON.stringify(policy) });
  }
}
