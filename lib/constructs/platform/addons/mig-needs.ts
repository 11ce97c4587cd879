import type { IConstruct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { reportError } from '../../../synth/state.ts';
import { type ClusterNeeds, onNeed } from '../pools/cluster-needs.ts';

/** How GPUs that are cut into MIG instances are offered. */
export type MigStrategy = 'none' | 'single' | 'mixed';

/** An add-on that a pool of MIG instances does not work with. */
interface Obstacle {
  readonly addon: IConstruct;
  /** What it does, to follow its path. */
  readonly does: string;
  /** The prop that changes it. */
  readonly prop: string;
  readonly stops: (need: ClusterNeeds['mig']) => boolean;
}

const clusters = new WeakMap<ClusterScope, Obstacle[]>();

/** Holds the strategy of a device plugin against the pools: only `mixed` offers instances by their profile. Reports KS6044. */
export function checkMigStrategy(addon: IConstruct, cluster: ClusterScope, strategy: MigStrategy): void {
  if (strategy === 'mixed') return;
  const does = `has the MIG strategy ${strategy}`;
  addObstacle(cluster, { addon, does, prop: "migStrategy: 'mixed'", stops: () => true });
}

/** Holds a Karpenter without the feature gate NodeOverlay against the pools. Reports KS6044. */
export function checkMigOverlay(addon: IConstruct, cluster: ClusterScope, nodeOverlay: boolean): void {
  if (nodeOverlay) return;
  const does = 'starts no node for what EC2 says nothing of';
  addObstacle(cluster, { addon, does, prop: 'nodeOverlay: true', stops: ({ karpenter }) => karpenter });
}

/** Told once for the cluster, when all its pools and add-ons are there. */
function addObstacle(cluster: ClusterScope, obstacle: Obstacle): void {
  const obstacles = clusters.get(cluster);
  if (obstacles) {
    obstacles.push(obstacle);
    return;
  }
  const all = [obstacle];
  clusters.set(cluster, all);
  const needs: ClusterNeeds['mig'][] = [];
  onNeed(cluster, 'mig', (need) => void needs.push(need));
  cluster.node.addValidation({
    validate: () => {
      const stopped = needs.filter((need) => all.some(({ stops }) => stops(need)));
      const inTheWay = all.filter(({ stops }) => needs.some(stops));
      const [first] = stopped;
      if (!first) return [];
      const pools = stopped.length > 1 ? ` of ${stopped.map(({ pool }) => pool.node.path).join(', ')}` : '';
      const resources = [...new Set(stopped.map(({ resource }) => resource))].join(', ');
      const reasons = inTheWay.map(({ addon, does }) => `${addon.node.path} ${does}`).join(', and ');
      const fix = `give ${inTheWay.map(({ addon, prop }) => `${addon.node.path} ${prop}`).join(', and ')}`;
      reportError(first.pool, 'KS6044', `no pod gets ${resources}${pools}: ${reasons}`, { fix });
      return [];
    },
  });
}
