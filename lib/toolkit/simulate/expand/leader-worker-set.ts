import { asMap } from '../../../core/fields/maps.ts';
import { numberOr, share } from '../numbers.ts';
import type { Expand } from '../pod-set.ts';

/** Source: kubernetes-sigs/lws v0.10.0 api/leaderworkerset/v1: groups of one leader and size - 1 workers; a leader without a template is a worker's. */
export const leaderWorkerSet: Expand = ({ content, namespace, name }, { autoscaled }) => {
  const spec = asMap(content['spec']);
  const template = asMap(spec['leaderWorkerTemplate']);
  const groups = autoscaled('LeaderWorkerSet', namespace, name) ?? numberOr(spec['replicas'], 1);
  const surge = share(asMap(asMap(spec['rolloutStrategy'])['rollingUpdateConfiguration'])['maxSurge'], groups, 0);
  const workers = Math.max(numberOr(template['size'], 1) - 1, 0);
  const worker = asMap(template['workerTemplate']);
  const leader = template['leaderTemplate'] === undefined ? worker : asMap(template['leaderTemplate']);
  return [
    { role: 'leader', count: groups, surge, template: leader },
    { role: 'worker', count: groups * workers, surge: surge * workers, template: worker },
  ];
};
