import { apiGroup } from '../../core/api-version.ts';
import { asMap } from '../../core/fields/maps.ts';
import { numberOr } from './numbers.ts';
import type { Owner } from './pod-set.ts';

/** Most replicas of each workload that an autoscaler scales, by `Kind/namespace/name`. */
export function autoscaledMaxima(objects: readonly Owner[]): ReadonlyMap<string, number> {
  const maxima = new Map<string, number>();
  for (const { apiVersion, kind, namespace, content } of objects) {
    const spec = asMap(content['spec']);
    const target = asMap(spec['scaleTargetRef']);
    const group = apiGroup(apiVersion);
    // Source: keda.sh/docs/latest/reference/scaledobject-spec: a Deployment unless told, 100 replicas at most unless told.
    const isKeda = group === 'keda.sh' && kind === 'ScaledObject';
    if (!isKeda && !(group === 'autoscaling' && kind === 'HorizontalPodAutoscaler')) continue;
    const most = isKeda ? numberOr(spec['maxReplicaCount'], 100) : numberOr(spec['maxReplicas'], 1);
    const key = `${String(target['kind'] ?? 'Deployment')}/${namespace}/${String(target['name'])}`;
    maxima.set(key, Math.max(most, maxima.get(key) ?? 0));
  }
  return maxima;
}
