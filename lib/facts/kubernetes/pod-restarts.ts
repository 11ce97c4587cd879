import { isAtOrBelow } from './immutable-fields.ts';

/*
 * Source: Kubernetes documentation, concepts/workloads/controllers (deployment: "a rollout is triggered if and only if the
 * pod template is changed"; daemonset and statefulset: update strategies); ReplicaSet, Job and CronJob leave running pods alone.
 */
const TEMPLATES: Readonly<Record<string, string>> = {
  'apps/Deployment': '/spec/template',
  'apps/DaemonSet': '/spec/template',
  'apps/StatefulSet': '/spec/template',
};

/** Containers of a bare pod that the kubelet restarts in place when their image changes. */
const POD_IMAGES = ['/spec/containers/*/image', '/spec/initContainers/*/image'];

/**
 * Whether a change of a field makes running pods restart or roll by itself.
 * @param pointer JSON pointer into the manifest
 * @param object the manifest; with it, a paused Deployment and the update strategy `OnDelete` are seen
 */
export function restartsPods(apiVersion: string, kind: string, pointer: string, object?: Readonly<Record<string, unknown>>): boolean {
  if (apiVersion === 'v1' && kind === 'Pod') return POD_IMAGES.some((image) => isAtOrBelow(pointer, image));
  const template = TEMPLATES[`${apiVersion.split('/')[0]}/${kind}`];
  if (template === undefined || !isAtOrBelow(pointer, template)) return false;
  const spec = object?.spec as { readonly paused?: boolean; readonly updateStrategy?: { readonly type?: string } } | undefined;
  return spec?.paused !== true && spec?.updateStrategy?.type !== 'OnDelete';
}
