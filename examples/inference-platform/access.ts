import type { EksCluster } from 'keelson';

export function addAccess(_cluster: EksCluster): void {}
