import { count, isObserved, progressing, type ReadinessOf, ready } from './readiness.ts';

/** Ready when each node that shall have one has an available pod of the newest template. */
export const daemonSet: ReadinessOf = (object) => {
  const { spec, status } = object;
  if (!isObserved(object)) return progressing('the controller has not seen the change yet');
  const wanted = count(status, 'desiredNumberScheduled');
  const available = count(status, 'numberAvailable');
  const isManual = (spec?.updateStrategy as { readonly type?: string } | undefined)?.type === 'OnDelete';
  const updated = count(status, 'updatedNumberScheduled');
  if (!isManual && updated < wanted) return progressing(`${updated} of ${wanted} nodes have the new pod`);
  if (available < wanted) return progressing(`${available} of ${wanted} nodes have an available pod`);
  return ready(`${available} of ${wanted} nodes have an available pod`);
};
