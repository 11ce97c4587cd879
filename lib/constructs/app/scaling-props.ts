/** How the number of replicas follows the load: a HorizontalPodAutoscaler owns it then. */
export interface AutoscaleProps {
  /** Fewest replicas, at least 1. */
  readonly min: number;
  /** Most replicas, at least `min`. */
  readonly max: number;
  /** Average use of the requested CPU that is aimed at, in percent; needs `resources.cpu`. @default 70, unless `memoryPercent` is given */
  readonly cpuPercent?: number;
  /** Average use of the requested memory that is aimed at, in percent; needs `resources.memory`. @default - memory is not looked at */
  readonly memoryPercent?: number;
  /** Seconds that the load must stay low before replicas go, at most 3600. @default 300 */
  readonly scaleDownSeconds?: number;
}

/** How pods are replaced by new ones, one after another. Not both may be 0. */
export interface RolloutProps {
  /** Pods beyond the number of replicas, absolute or as a percentage. @default - Kubernetes' own, 25% */
  readonly maxSurge?: number | string;
  /** Pods that may be missing, absolute or as a percentage. @default - Kubernetes' own, 25% */
  readonly maxUnavailable?: number | string;
}
