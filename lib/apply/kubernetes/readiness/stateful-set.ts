import { count, isObserved, progressing, type ReadinessOf, ready } from './readiness.ts';

/** Ready when all pods run the newest revision. With OnDelete, or a partition, only the pods that are replaced by themselves count. */
export const statefulSet: ReadinessOf = (object) => {
  const { spec, status } = object;
  if (!isObserved(object)) return progressing('the controller has not seen the change yet');
  const wanted = count(spec, 'replicas', 1);
  const readyPods = count(status, 'readyReplicas');
  if (readyPods < wanted) return progressing(`${readyPods} of ${wanted} pods are ready`);
  const strategy = spec?.updateStrategy as { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } } | undefined;
  if (strategy?.type === 'OnDelete') return ready(`${readyPods} of ${wanted} pods are ready; pods change when they are deleted`);
  const moving = Math.max(0, wanted - (strategy?.rollingUpdate?.partition ?? 0));
  const updated = count(status, 'updatedReplicas');
  if (status?.updateRevision !== status?.currentRevision && updated < moving)
    return progressing(`${updated} of ${moving} pods are of the new template`);
  return ready(`${readyPods} of ${wanted} pods are ready`);
};
