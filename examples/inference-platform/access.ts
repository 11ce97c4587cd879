import { AccessGroup, type EksCluster, type Namespace } from 'keelson';
import type { Stage } from './stage.ts';

/** Who may do what: CI by its roles in AWS, people by the groups of the company's login, which names them in its tokens. */
export function addAccess(cluster: EksCluster, { place: { roles } }: Stage, teams: readonly Namespace[]): void {
  new AccessGroup(cluster, 'platform', { role: 'platform', iam: [roles.apply], groups: ['ml-platform'] });
  new AccessGroup(cluster, 'plans', { role: 'ci-plan', iam: [roles.plan] });
  new AccessGroup(cluster, 'engineers', { role: 'ml-engineer', namespaces: teams, groups: ['ml-engineers'], exec: true });
  new AccessGroup(cluster, 'viewers', { role: 'viewer', groups: ['ml-engineers', 'ml-viewers'] });
}
