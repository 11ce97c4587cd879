import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role/index.js';
import { type Environment, KmsKey } from 'keelson';

/** Keys of a stage, one per kind of data, so that each can be taken away from its users alone. */
export interface Keys {
  /** Buckets, secrets and backups. */
  readonly data: KmsKey;
  /** Log groups, trails and the topics of alarms. */
  readonly logs: KmsKey;
  /** Disks of nodes, and volumes of pods. */
  readonly nodes: KmsKey;
}

export function addKeys(environment: Environment): Keys {
  // A key takes no policy that names a role which is not there, as in a new account.
  const autoScaling = new IamServiceLinkedRole(environment, 'auto-scaling', { awsServiceName: 'autoscaling.amazonaws.com' });
  return {
    data: new KmsKey(environment, 'data-key', { description: 'Buckets, secrets and backups' }),
    logs: new KmsKey(environment, 'logs-key', {
      description: 'Logs, trails and alarms',
      services: ['logs', 'cloudtrail', 'notifications'],
    }),
    nodes: new KmsKey(environment, 'nodes-key', {
      description: 'Disks of nodes, and volumes of pods',
      services: ['autoscaling'],
      dependsOn: [autoScaling],
    }),
  };
}
