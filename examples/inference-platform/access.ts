import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry/index.js';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association/index.js';
import { ClusterRole, type EksCluster, Namespace, type RoleRule, Unit } from 'keelson';
import type { Stage } from './stage.ts';
import { TEAMS } from './teams.ts';

/** Groups of the company's login, as the cluster sees them: with the prefix of its identity provider. */
const GROUPS = { engineers: 'acme:ml-engineers', viewers: 'acme:ml-viewers', oncall: 'acme:ml-platform-oncall' };

/** What ML engineers run, in the namespaces of teams. */
const JOBS: readonly RoleRule[] = [
  { group: 'batch', resources: ['jobs'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  { group: 'jobset.x-k8s.io', resources: ['jobsets'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  { group: 'ray.io', resources: ['rayjobs', 'rayclusters'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  {
    group: 'leaderworkerset.x-k8s.io',
    resources: ['leaderworkersets'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  { group: 'kueue.x-k8s.io', resources: ['localqueues', 'workloads'], verbs: ['get', 'list', 'watch'] },
  { resources: ['pods', 'pods/log', 'events', 'configmaps', 'persistentvolumeclaims'], verbs: ['get', 'list', 'watch'] },
  { resources: ['pods/exec', 'pods/portforward'], verbs: ['create'] },
];

/** What everybody may see beside `view`: why something waits. */
const WAITING: readonly RoleRule[] = [
  { group: 'karpenter.sh', resources: ['nodepools', 'nodeclaims'], verbs: ['get', 'list', 'watch'] },
  { group: 'kueue.x-k8s.io', resources: ['clusterqueues', 'cohorts', 'resourceflavors', 'workloads'], verbs: ['get', 'list', 'watch'] },
  { resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
];

/** Who may do what: CI by its roles in AWS, people by the groups of the company's login. */
export function addAccess(cluster: EksCluster, stage: Stage): void {
  addCi(cluster, stage);
  const unit = new Unit(cluster, 'access');
  const jobs = new ClusterRole(unit, 'ml-engineer', { rules: JOBS });
  const waiting = new ClusterRole(unit, 'ml-viewer', { rules: WAITING });
  const view = ClusterRole.existing(unit, 'view');
  const admin = ClusterRole.existing(unit, 'admin');
  const groups = [{ group: GROUPS.viewers }, { group: GROUPS.engineers }, { group: GROUPS.oncall }];
  waiting.grant(...groups);
  view.grant(...groups);
  for (const team of TEAMS) jobs.grantIn(Namespace.existing(unit, team), { group: GROUPS.engineers });
  for (const name of ['serving', 'shop']) admin.grantIn(Namespace.existing(unit, name), { group: GROUPS.oncall });
}

/** The applier may do everything in the cluster, and what plans may only look. */
function addCi(cluster: EksCluster, { place: { roles } }: Stage): void {
  for (const [id, principalArn, policy] of [
    ['apply', roles.apply, 'AmazonEKSClusterAdminPolicy'],
    ['plan', roles.plan, 'AmazonEKSAdminViewPolicy'],
  ] as const) {
    const shared = { clusterName: cluster.clusterName, principalArn };
    const entry = new EksAccessEntry(cluster, `ci-${id}`, { ...shared, type: 'STANDARD' });
    entry.node.addDependency(cluster.node.findChild('cluster'));
    const rights = new EksAccessPolicyAssociation(cluster, `ci-${id}-rights`, {
      ...shared,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: 'cluster' },
    });
    rights.node.addDependency(entry);
  }
}
