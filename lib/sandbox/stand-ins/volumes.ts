import type { Live, Reaction } from './live.ts';

/** Label of volumes that the sandbox made. */
const OURS = 'keelson.dev/sandbox-volume';

/**
 * A volume for a claim that waits for one, as a CSI driver would make it; the volume controller binds the two, whatever the class.
 * A claim that names its volume, or chooses one by labels, is left to who makes that one.
 */
export function volumeFor({ metadata, spec = {}, status }: Live): Reaction | undefined {
  if (metadata.deletionTimestamp !== undefined || status?.['phase'] === 'Bound') return undefined;
  if (spec['volumeName'] !== undefined || spec['selector'] !== undefined) return undefined;
  const { namespace, name, uid } = metadata;
  const resources = spec['resources'] as { readonly requests?: object } | undefined;
  const body = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}`, labels: { [OURS]: 'true' } },
    spec: {
      capacity: resources?.requests,
      accessModes: spec['accessModes'],
      volumeMode: spec['volumeMode'] ?? 'Filesystem',
      storageClassName: spec['storageClassName'] ?? '',
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      // Nothing is ever mounted: the pods are simulated.
      hostPath: { path: `/keelson-sandbox/${uid}` },
    },
  };
  return { method: 'POST', path: '/api/v1/persistentvolumes', body };
}

/** Removes a volume that the sandbox made once its claim is gone. */
export function releasedVolume({ metadata, status }: Live): Reaction | undefined {
  if (metadata.labels?.[OURS] !== 'true' || status?.['phase'] !== 'Released' || metadata.deletionTimestamp !== undefined) return undefined;
  return { method: 'DELETE', path: `/api/v1/persistentvolumes/${metadata.name}` };
}
