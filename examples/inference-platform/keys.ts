import { type Environment, KmsKey } from 'keelson';

/** Keys of a stage, one per kind of data, so that each can be taken away from its users alone. */
export interface Keys {
  /** Buckets, secrets and backups. */
  readonly data: KmsKey;
  /** Log groups, trails and the topics of alarms. */
  readonly logs: KmsKey;
  /** Disks of nodes. */
  readonly nodes: KmsKey;
}

export function addKeys(environment: Environment): Keys {
  return {
    data: new KmsKey(environment, 'data-key', { description: 'Buckets, secrets and backups' }),
    logs: new KmsKey(environment, 'logs-key', {
      description: 'Logs, trails and alarms',
      services: ['logs', 'cloudtrail', 'notifications'],
    }),
    nodes: new KmsKey(environment, 'nodes-key', { description: 'Disks of nodes', services: ['autoscaling'] }),
  };
}
