import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { type EksCluster, Environment, Platform, Unit } from 'keelson';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** Where everything goes that a person must know. */
export class Alarms extends Unit {
  readonly topicArn: string;

  constructor(environment: Environment, stage: Stage, keys: Keys) {
    super(environment, 'alarms');
    const topic = new SnsTopic(this, 'topic', {
      name: `${Platform.of(this).name}-${stage.name}-alarms`,
      kmsMasterKeyId: `${keys.logs.arn}`,
    });
    this.topicArn = topic.arn;
    new SnsTopicPolicy(this, 'publishers', { arn: topic.arn, policy: publishers(topic.arn, stage.place.account) });
    const email = stage.production ? 'ml-platform-oncall@acme.example' : 'ml-platform@acme.example';
    new SnsTopicSubscription(this, 'team', { topicArn: topic.arn, protocol: 'email', endpoint: email });
  }

  /** Tells when the sum of a metric of AWS is above a threshold, in a period of minutes. */
  above(
    id: string,
    what: { readonly namespace: string; readonly metric: string; readonly dimensions?: Record<string, string> },
    threshold: number,
    description: string,
    minutes = 5,
  ): CloudwatchMetricAlarm {
    return new CloudwatchMetricAlarm(this, id, {
      alarmName: `${Environment.of(this).name}-${id}`,
      alarmDescription: description,
      namespace: what.namespace,
      metricName: what.metric,
      ...(what.dimensions && { dimensions: what.dimensions }),
      statistic: 'Sum',
      period: minutes * 60,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold,
      treatMissingData: 'notBreaching',
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }

  /** Tells each event of AWS of a pattern. */
  onEvents(id: string, pattern: Readonly<Record<string, unknown>>): void {
    const rule = new CloudwatchEventRule(this, `${id}-rule`, {
      name: `${Platform.of(this).name}-${Environment.of(this).name}-${id}`,
      eventPattern: JSON.stringify(pattern),
    });
    new CloudwatchEventTarget(this, `${id}-target`, { rule: rule.name, arn: this.topicArn });
  }

  /** Tells when a log has lines of a pattern. */
  onLines(id: string, logGroupName: string, pattern: string, description: string): void {
    const namespace = `${Platform.of(this).name}/${Environment.of(this).name}`;
    new CloudwatchLogMetricFilter(this, `${id}-lines`, {
      name: id,
      logGroupName,
      pattern,
      metricTransformation: { name: id, namespace, value: '1', defaultValue: '0' },
    });
    this.above(id, { namespace, metric: id }, 0, description);
  }
}

/** What of the control plane somebody must look at. Source: Amazon EKS User Guide, "Monitor control plane metrics with CloudWatch". */
export function watchCluster(alarms: Alarms, cluster: EksCluster): void {
  const namespace = 'AWS/EKS';
  const dimensions = { ClusterName: cluster.clusterName };
  alarms.above('api-errors', { namespace, metric: 'apiserver_request_total_5XX', dimensions }, 50, 'The API server answers with errors');
  alarms.above(
    'unschedulable',
    { namespace, metric: 'scheduler_schedule_attempts_UNSCHEDULABLE', dimensions },
    500,
    'Pods find no node',
    15,
  );
  const queue = { namespace: 'AWS/SQS', metric: 'NumberOfMessagesSent', dimensions: { QueueName: `${cluster.clusterName}-karpenter` } };
  alarms.above('interruptions', queue, 20, 'AWS takes back many nodes');
  const audit = `/aws/eks/${cluster.clusterName}/cluster`;
  alarms.onLines(
    'anonymous-requests',
    audit,
    '{ $.user.username = "system:anonymous" && $.responseStatus.code < 400 }',
    'Somebody without a name was let in',
  );
  alarms.onLines('exec-into-pods', audit, '{ $.objectRef.subresource = "exec" && $.verb = "create" }', 'Somebody opened a shell in a pod');
  alarms.onLines(
    'cluster-admin-granted',
    audit,
    '{ $.objectRef.resource = "clusterrolebindings" && $.verb = "create" && $.requestObject.roleRef.name = "cluster-admin" }',
    'Somebody was made an administrator',
  );
}

const SERVICES = ['backup', 'budgets', 'cloudwatch', 'costalerts', 'events'];

function publishers(topic: string, account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Publish',
        Effect: 'Allow',
        Principal: { Service: SERVICES.map((service) => `${service}.amazonaws.com`) },
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
