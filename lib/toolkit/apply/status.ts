import { clusterStatus, type UnitStatus } from '../../apply/kubernetes/status/cluster-status.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** How a cluster is. */
export interface StatusOutcome {
  readonly environment: string;
  readonly cluster: string;
  readonly units: readonly UnitStatus[];
}

/** How the Kubernetes units of one cluster are: it only reads. Throws KS8001 to KS8006 and KS8019. */
export async function unitStatuses(options: TargetOptions): Promise<StatusOutcome> {
  const { run, connection, environment, cluster } = openTarget(options);
  try {
    return { environment, cluster, units: await clusterStatus(run) };
  } finally {
    connection.close();
  }
}
