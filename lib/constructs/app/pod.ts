import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path/posix';
import { kubeEnv, kubeEnvFrom } from '../platform/env.ts';
import { kubeProbe } from '../platform/probes.ts';
import { kubeResources } from '../platform/resources.ts';
import { containerSecurityContext, podSecurityContext } from '../platform/security-context.ts';
import { topologySpread } from '../platform/spread.ts';
import { kubeMount, kubeVolume } from '../platform/volumes.ts';
import type { AppProps, InitContainerProps, PortProps } from './app-props.ts';

/** The ports of an application; a single one is named `http`. */
export function portsOf(props: AppProps): readonly PortProps[] {
  return props.ports ?? (props.port === undefined ? [] : [{ name: 'http', port: props.port }]);
}

/** Folders of an application's files, each with the names in it, sorted. */
export function foldersOf(props: AppProps): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const path of Object.keys(props.files ?? {}).sort())
    folders.set(dirname(path), [...(folders.get(dirname(path)) ?? []), basename(path)]);
  return folders;
}

/** The key that a file has in its ConfigMap: its path, in the letters that a key may have. */
export function fileKey(path: string): string {
  return path.slice(1).replace(/[^A-Za-z0-9._-]/g, '_');
}

/** The pod template of an application. What is not given is left to Kubernetes. */
export function podTemplate(
  props: AppProps,
  name: string,
  labels: Readonly<Record<string, string>>,
  replicated: boolean,
): Record<string, unknown> {
  const { initContainers = [], volumes = {}, security = {}, spread = replicated ? 'soft' : 'none' } = props;
  const constraints = topologySpread(labels, spread);
  const annotations = { ...props.podAnnotations, ...(props.files && { 'keelson.dev/files': checksum(props.files) }) };
  const kubeVolumes = [
    ...Object.entries(volumes).map(([id, volume]) => kubeVolume(id, volume, `${name}-${id}`)),
    ...[...foldersOf(props)].map(([folder, names], index) => ({
      name: `files-${index}`,
      configMap: { name: `${name}-files`, items: names.map((file) => ({ key: fileKey(`${folder}/${file}`), path: file })) },
    })),
  ];
  return {
    metadata: { labels: { ...props.podLabels, ...labels }, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurityContext(security),
      ...(props.terminationGraceSeconds !== undefined && { terminationGracePeriodSeconds: props.terminationGraceSeconds }),
      ...(props.nodeSelector && { nodeSelector: props.nodeSelector }),
      ...(props.tolerations && { tolerations: props.tolerations }),
      ...(props.priorityClass !== undefined && { priorityClassName: props.priorityClass }),
      ...(constraints.length > 0 && { topologySpreadConstraints: constraints }),
      ...(initContainers.length > 0 && { initContainers: initContainers.map((container) => initContainer(container, props)) }),
      containers: [mainContainer(props, name)],
      ...(kubeVolumes.length > 0 && { volumes: kubeVolumes }),
    },
  };
}

function mainContainer(props: AppProps, name: string): Record<string, unknown> {
  const ports = portsOf(props);
  const [first] = ports;
  const probe = (value: AppProps['readiness']) => value && kubeProbe(value, first?.port);
  const resources = kubeResources(props.resources ?? {});
  const mounts = [
    ...Object.entries(props.volumes ?? {}).map(([id, volume]) => kubeMount(id, volume)),
    ...[...foldersOf(props).keys()].map((folder, index) => ({ name: `files-${index}`, mountPath: folder, readOnly: true })),
  ];
  return {
    name,
    image: props.image,
    ...(props.command && { command: props.command }),
    ...(props.args && { args: props.args }),
    ...(ports.length > 0 && { ports: ports.map(({ name: id, port, protocol = 'TCP' }) => ({ name: id, containerPort: port, protocol })) }),
    ...(props.env && Object.keys(props.env).length > 0 && { env: kubeEnv(props.env) }),
    ...(props.envFrom && { envFrom: kubeEnvFrom(props.envFrom) }),
    ...(resources && { resources }),
    ...(props.readiness && { readinessProbe: probe(props.readiness) }),
    ...(props.liveness && { livenessProbe: probe(props.liveness) }),
    ...(props.startup && { startupProbe: probe(props.startup) }),
    ...(props.preStopSeconds !== undefined && { lifecycle: { preStop: { sleep: { seconds: props.preStopSeconds } } } }),
    securityContext: containerSecurityContext(props.security),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
}

function initContainer(container: InitContainerProps, props: AppProps): Record<string, unknown> {
  const { name, image, command, args, env, mounts } = container;
  const resources = kubeResources(container.resources ?? {});
  return {
    name,
    image,
    ...(command && { command }),
    ...(args && { args }),
    ...(env && { env: kubeEnv(env) }),
    ...(resources && { resources }),
    securityContext: containerSecurityContext(props.security),
    ...(mounts && { volumeMounts: Object.entries(mounts).map(([id, mount]) => kubeMount(id, mount)) }),
  };
}

/** Literal texts only: when a reference in a file changes, the applier rolls the pods itself. */
function checksum(files: Readonly<Record<string, unknown>>): string {
  const literal = Object.entries(files).filter(([, text]) => typeof text === 'string' && !/[\u2c00-\u2c5f]/.test(text));
  return createHash('sha256').update(JSON.stringify(literal.sort())).digest('hex').slice(0, 16);
}
