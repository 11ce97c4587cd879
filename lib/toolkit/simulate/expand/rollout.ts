import { asMap } from '../../../core/fields/maps.ts';
import { numberOr, share } from '../numbers.ts';
import type { Expand } from '../pod-set.ts';

/**
 * Source: argoproj/argo-rollouts v1.9.1 docs/features/specification.md: a canary surges by 25% unless told, a blue-green rollout has as
 * many preview pods as active ones unless told; a template may stand in another workload.
 */
export const rollout: Expand = ({ content, namespace, name }, { autoscaled, find }) => {
  const spec = asMap(content['spec']);
  const reference = asMap(spec['workloadRef']);
  const named = typeof reference['name'] === 'string' ? find(String(reference['kind']), namespace, reference['name']) : undefined;
  if (spec['template'] === undefined && !named)
    return `its workloadRef names ${reference['kind']} ${reference['name']}, which the output does not hold`;
  const template = asMap(spec['template'] ?? asMap(named?.['spec'])['template']);
  const count = autoscaled('Rollout', namespace, name) ?? numberOr(spec['replicas'], 1);
  const strategy = asMap(spec['strategy']);
  const blueGreen = strategy['blueGreen'] === undefined ? undefined : asMap(strategy['blueGreen']);
  const surge = blueGreen ? numberOr(blueGreen['previewReplicaCount'], count) : share(asMap(strategy['canary'])['maxSurge'], count, '25%');
  return [{ role: '', count, surge, template }];
};
