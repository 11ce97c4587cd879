import { asList, asMap, type JsonMap } from '../../../core/fields/maps.ts';
import { numberOr, share } from '../numbers.ts';
import type { Expand, PodsOf } from '../pod-set.ts';

const specOf = (content: JsonMap): JsonMap => asMap(content['spec']);
const one = (template: unknown, count: number, surge = 0, role = ''): PodsOf => ({ role, count, surge, template: asMap(template) });

/** Source: kubernetes.io/docs/concepts/workloads/controllers/deployment, "Max Surge": 25% unless told. */
export const deployment: Expand = ({ content, namespace, name }, { autoscaled }) => {
  const spec = specOf(content);
  const count = autoscaled('Deployment', namespace, name) ?? numberOr(spec['replicas'], 1);
  const strategy = asMap(spec['strategy']);
  const surge = strategy['type'] === 'Recreate' ? 0 : share(asMap(strategy['rollingUpdate'])['maxSurge'], count, '25%');
  return [one(spec['template'], count, surge)];
};

export const statefulSet: Expand = ({ content, namespace, name }, { autoscaled }) => {
  const spec = specOf(content);
  return [one(spec['template'], autoscaled('StatefulSet', namespace, name) ?? numberOr(spec['replicas'], 1))];
};

/** ReplicaSets and ReplicationControllers. */
export const replicaSet: Expand = ({ content, kind, namespace, name }, { autoscaled }) => {
  const spec = specOf(content);
  return [one(spec['template'], autoscaled(kind, namespace, name) ?? numberOr(spec['replicas'], 1))];
};

export const daemonSet: Expand = ({ content }) => [{ ...one(specOf(content)['template'], 0), perNode: true }];

export const pod: Expand = ({ content }) => [one(content, 1)];

export const job: Expand = ({ content }) => [jobPods(specOf(content))];

/** One run at a time: what else may run beside it depends on how long runs take. */
export const cronJob: Expand = ({ content }) => [jobPods(specOf(asMap(specOf(content)['jobTemplate'])))];

/** Pods of a Job that run at once. @param times Jobs of this template */
export function jobPods(spec: JsonMap, times = 1, role = ''): PodsOf {
  const parallelism = numberOr(spec['parallelism'], 1);
  const completions = numberOr(spec['completions'], parallelism);
  return one(spec['template'], Math.min(parallelism, completions) * times, 0, role);
}

/** Source: kubernetes-sigs/jobset v0.12 api/jobset/v1alpha2: each replica is one Job. */
export const jobSet: Expand = ({ content }) =>
  asList(specOf(content)['replicatedJobs']).map((entry) => {
    const { name, replicas, template } = asMap(entry);
    return jobPods(specOf(asMap(template)), numberOr(replicas, 1), String(name));
  });

/** Source: keda.sh/docs/latest/reference/scaledjob-spec: at most 100 Jobs unless told. */
export const scaledJob: Expand = ({ content }) => {
  const spec = specOf(content);
  return [jobPods(asMap(spec['jobTargetRef']), numberOr(spec['maxReplicaCount'], 100))];
};
