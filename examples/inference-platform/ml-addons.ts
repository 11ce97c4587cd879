import { type CertManager, type EksCluster, JobSetController, KServe, KubeRay, Kueue, LeaderWorkerSet } from 'keelson';
import type { Stage } from './stage.ts';

/** Controllers of what ML engineers run. Their webhooks have certificates of cert-manager, which renews them. */
export function addMlAddons(cluster: EksCluster, stage: Stage, certManager: CertManager): void {
  const shared = { replicas: stage.controllers, dependsOn: [certManager] };
  new Kueue(cluster, 'kueue', { ...shared, certManager: true, podsReadyTimeoutSeconds: 900 });
  new JobSetController(cluster, 'jobset', { ...shared, certManager: true });
  new LeaderWorkerSet(cluster, 'leader-worker-set', { ...shared, certManager: true });
  new KubeRay(cluster, 'kuberay', { replicas: stage.controllers, watchNamespaces: ['research', 'training'] });
  new KServe(cluster, 'kserve', { dependsOn: [certManager] });
}
