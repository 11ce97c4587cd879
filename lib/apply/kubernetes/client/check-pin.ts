import { KeelsonError } from '../../../core/errors.ts';
import { clusterUid } from './cluster-identity.ts';
import type { Connection } from './connection.ts';

/** Throws KS8005 when a connection leads to another cluster than the one that the policy means. @param name `<env>/<cluster>` */
export async function checkPin(connection: Connection, name: string, pinnedUid: string | undefined): Promise<void> {
  if (pinnedUid === undefined) return;
  const uid = await clusterUid(connection);
  if (uid === pinnedUid) return;
  throw new KeelsonError('KS8005', {
    object: name,
    message: `kube-system at ${connection.server} has the UID ${uid}, and the policy names ${pinnedUid}`,
  });
}
