import { count, failed, progressing, type ReadinessOf, ready } from './readiness.ts';

/** Clusters of KubeRay. Source: ray-project/kuberay ray-operator/apis/ray/v1/raycluster_types.go. */
export const rayCluster: ReadinessOf = ({ status }) => {
  if (status?.state === 'failed') return failed(String(status.reason ?? 'the cluster failed'));
  if (status?.state === 'suspended') return progressing('it is suspended');
  const wanted = count(status, 'desiredWorkerReplicas');
  const there = count(status, 'readyWorkerReplicas', count(status, 'availableWorkerReplicas'));
  return status?.state === 'ready'
    ? ready(`its head and ${there} of ${wanted} workers are ready`)
    : progressing(`${there} of ${wanted} workers are ready`);
};

/** Jobs of KubeRay. Source: ray-project/kuberay ray-operator/apis/ray/v1/rayjob_types.go, JobDeploymentStatus and JobStatus. */
export const rayJob: ReadinessOf = ({ status }) => {
  const message = typeof status?.message === 'string' && status.message !== '' ? `: ${status.message}` : '';
  if (status?.jobDeploymentStatus === 'Failed' || status?.jobStatus === 'FAILED' || status?.jobStatus === 'STOPPED')
    return failed(`the job failed${message}`);
  if (status?.jobDeploymentStatus === 'Complete' && status.jobStatus === 'SUCCEEDED') return ready('it ran to its end');
  return progressing(`it is ${String(status?.jobDeploymentStatus || status?.jobStatus || 'pending').toLowerCase()}`);
};
