import { createHash } from 'node:crypto';
import { Environment } from '../../../synth/environment.ts';
import { loadFlowLogs } from './lazy.ts';
import type { FlowLogsProps } from './network-props.ts';
import type { NetworkScope } from './network-scope.ts';

/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;

/** Logs the traffic of a network, into CloudWatch Logs or a bucket. */
export function addFlowLogs(
  network: NetworkScope,
  { vpcId, settings }: { readonly vpcId: string; readonly settings: FlowLogsProps },
): void {
  const { FlowLog } = loadFlowLogs();
  const shared = { vpcId, trafficType: settings.traffic ?? 'ALL', tags: { Name: network.name } };
  if (settings.bucketArn !== undefined) {
    new FlowLog(network, 'flow-log', {
      ...shared,
      logDestinationType: 's3',
      logDestination: String(settings.bucketArn),
      destinationOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: true, perHourPartition: true },
    });
    return;
  }
  const group = addLogGroup(network, settings);
  new FlowLog(network, 'flow-log', {
    ...shared,
    logDestinationType: 'cloud-watch-logs',
    logDestination: group,
    iamRoleArn: addDelivery(network, group),
    maxAggregationInterval: 60,
  });
}

function addLogGroup(network: NetworkScope, { retentionDays = 30, kmsKeyArn }: FlowLogsProps): string {
  const { CloudwatchLogGroup } = loadFlowLogs();
  return new CloudwatchLogGroup(network, 'flow-logs', {
    name: `/aws/vpc/${network.name}/flow-logs`,
    retentionInDays: retentionDays,
    ...(kmsKeyArn !== undefined && { kmsKeyId: String(kmsKeyArn) }),
  }).arn;
}

/** The role by which the service writes into the group and nowhere else. Source: Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs". */
function addDelivery(network: NetworkScope, group: string): string {
  const { IamRole, IamRolePolicy } = loadFlowLogs();
  const { account } = Environment.of(network);
  const role = new IamRole(network, 'flow-logs-role', {
    name: roleName(`${network.name}-flow-logs`),
    description: `Writes the flow logs of ${network.name}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          // Another account's flow log must not be able to use this role.
          ...(account !== undefined && { Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
        },
      ],
    }),
  });
  new IamRolePolicy(network, 'flow-logs-policy', {
    role: role.name,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'WriteFlowLogs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: [group, `${group}:*`],
        },
      ],
    }),
  });
  return role.arn;
}

function roleName(name: string): string {
  if (name.length <= ROLE_NAME_LENGTH) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, ROLE_NAME_LENGTH - hash.length - 1)}-${hash}`;
}
