import { asList, asMap, type JsonMap } from '../../../core/fields/maps.ts';
import { numberOr } from '../numbers.ts';
import type { Expand, PodsOf } from '../pod-set.ts';

/** The definition's own default, which stands for no bound. */
const UNBOUNDED = 2_147_483_647;

export const rayCluster: Expand = ({ content }) => clusterPods(asMap(content['spec']));

/**
 * A new cluster starts beside the running one unless that is switched off, as large as it.
 * Source: ray-project/kuberay v1.7.0 ray-operator/controllers/ray/rayservice_controller.go shouldPrepareNewCluster.
 */
export const rayService: Expand = ({ content }) => {
  const spec = asMap(content['spec']);
  const pods = clusterPods(asMap(spec['rayClusterConfig']));
  if (typeof pods === 'string') return pods;
  const type = asMap(spec['upgradeStrategy'])['type'];
  return type === 'None' ? pods : pods.map((set) => ({ ...set, surge: set.count }));
};

/** Source: ray-project/kuberay v1.7.0 ray-operator/controllers/ray/common/job.go GetDefaultSubmitterTemplate: what a submitter asks for. */
const SUBMITTER = { requests: { cpu: '500m', memory: '200Mi' }, limits: { cpu: '1', memory: '1Gi' } };

export const rayJob: Expand = ({ content }) => {
  const spec = asMap(content['spec']);
  const existing = Object.keys(asMap(spec['clusterSelector'])).length > 0;
  const pods = existing ? [] : clusterPods(asMap(spec['rayClusterSpec']));
  if (typeof pods === 'string') return pods;
  if ((spec['submissionMode'] ?? 'K8sJobMode') !== 'K8sJobMode') return pods;
  const template =
    spec['submitterPodTemplate'] === undefined
      ? { spec: { containers: [{ name: 'ray-job-submitter', resources: SUBMITTER }] } }
      : asMap(spec['submitterPodTemplate']);
  return [...pods, { role: 'submitter', count: 1, surge: 0, template }];
};

/** The head and every group of workers; with the autoscaler at their most. */
function clusterPods(spec: JsonMap): readonly PodsOf[] | string {
  const autoscaled = spec['enableInTreeAutoscaling'] === true;
  const pods: PodsOf[] = [{ role: 'head', count: 1, surge: 0, template: asMap(asMap(spec['headGroupSpec'])['template']) }];
  for (const entry of asList(spec['workerGroupSpecs'])) {
    const group = asMap(entry);
    const role = String(group['groupName']);
    if (group['suspend'] === true) continue;
    const most = numberOr(group['maxReplicas'], UNBOUNDED);
    if (autoscaled && most === UNBOUNDED) return `the group ${role} of workers is autoscaled without maxReplicas`;
    const replicas = autoscaled ? most : Math.min(Math.max(numberOr(group['replicas'], 0), numberOr(group['minReplicas'], 0)), most);
    pods.push({ role, count: replicas * numberOr(group['numOfHosts'], 1), surge: 0, template: asMap(group['template']) });
  }
  return pods;
}
