import type { Construct } from 'constructs';
import type { Reference } from '../../../synth/reference/reference.ts';
import { dependOnCluster } from '../addon/cluster-resource.ts';
import type { Cluster } from '../cluster.ts';
import { loadAccess } from './lazy.ts';

/** Adds the access entry of nodes that are no managed ones. Source: Amazon EKS User Guide, "Create access entries", EC2_LINUX. */
export function addNodeAccess(cluster: Cluster, scope: Construct, roleArn: Reference<string> | string): void {
  const entry = new (loadAccess().EksAccessEntry)(scope, 'node-access', {
    clusterName: cluster.clusterName,
    principalArn: String(roleArn),
    type: 'EC2_LINUX',
  });
  dependOnCluster(entry, cluster);
}
