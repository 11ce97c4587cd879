import { type Environment, Network } from 'keelson';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** Ranges of the offices, which are reached one day; stages have ranges of their own in stages.ts. */
const ELSEWHERE = ['10.0.0.0/12', '172.16.0.0/12'];

/** Services that nodes and controllers call all the time: what stays inside costs no NAT, and works while NAT does not. */
const ENDPOINTS = ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'elasticloadbalancing', 'kms', 'logs', 'secretsmanager', 'sqs', 'sts'];

export function addNetwork(environment: Environment, { network, logDays }: Stage, keys: Keys): Network {
  return new Network(environment, 'vpc', {
    ...network,
    maxZones: 4,
    podCidrs: ['100.64.0.0/16'],
    avoid: ELSEWHERE,
    gatewayEndpoints: ['s3', 'dynamodb'],
    endpoints: ENDPOINTS,
    flowLogs: { retentionDays: logDays, kmsKeyArn: keys.logs.arn },
  });
}
