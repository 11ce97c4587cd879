import type { IConstruct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { reportError } from '../../../synth/state.ts';
import { onNeed } from '../pools/cluster-needs.ts';

/** How GPUs that are cut into MIG instances are offered. */
export type MigStrategy = 'none' | 'single' | 'mixed';

/** Holds the strategy of a device plugin against the pools: only `mixed` offers instances by their profile. Reports KS6044. */
export function checkMigStrategy(addon: IConstruct, cluster: ClusterScope, strategy: MigStrategy): void {
  onNeed(cluster, 'mig', ({ pool, resource }) => {
    if (strategy !== 'mixed')
      reportError(pool, 'KS6044', `${addon.node.path} has the MIG strategy ${strategy}, which offers no ${resource}`, {
        fix: "give it migStrategy: 'mixed'",
      });
  });
}
