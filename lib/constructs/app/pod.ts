import type { IConstruct } from 'constructs';
import { podSecurityContext } from '../platform/security-context.ts';
import { topologySpread } from '../platform/spread.ts';
import { kubeVolume } from '../platform/volumes.ts';
import { isReplicated } from './app-checks.ts';
import type { AppProps } from './app-props.ts';
import { FILES_VOLUME, initContainer, mainContainer, sidecar } from './containers.ts';
import { fileChecksum } from './files.ts';

type Kube = Record<string, unknown>;

/** Labels and annotations of an application's pods. A change of its files rolls them. */
export function podMetadata(app: IConstruct, props: AppProps, labels: Readonly<Record<string, string>>): Kube {
  const { podLabels, podAnnotations, files } = props;
  const annotations = { ...podAnnotations, ...(files && { 'keelson.dev/files': fileChecksum(app, files) }) };
  return { labels: { ...podLabels, ...labels }, ...(Object.keys(annotations).length > 0 && { annotations }) };
}

/** The pod spec of an application. What is not given is left to Kubernetes. */
export function podSpec(props: AppProps, name: string, labels: Readonly<Record<string, string>>): Kube {
  const { sidecars = [], initContainers = [], volumes = {}, spread = isReplicated(props) ? 'soft' : 'none' } = props;
  const { terminationGraceSeconds: grace, nodeSelector, tolerations, affinity, priorityClass, imagePullSecrets = [] } = props;
  const constraints = topologySpread(labels, spread);
  // Sidecars come first, so that a container that runs to its end can use them.
  const before = [
    ...sidecars.map((container) => sidecar(container, props)),
    ...initContainers.map((container) => initContainer(container, props)),
  ];
  const kubeVolumes = [
    ...Object.entries(volumes).map(([id, volume]) => kubeVolume(id, volume, `${name}-${id}`)),
    ...(props.files ? [{ name: FILES_VOLUME, configMap: { name: `${name}-files` } }] : []),
  ];
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurityContext(props.security),
    ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
    ...(affinity && { affinity }),
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
    ...(constraints.length > 0 && { topologySpreadConstraints: constraints }),
    ...(before.length > 0 && { initContainers: before }),
    containers: [mainContainer(props, name)],
    ...(kubeVolumes.length > 0 && { volumes: kubeVolumes }),
  };
}
