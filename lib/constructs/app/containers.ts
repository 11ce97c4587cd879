import { kubeEnv, kubeEnvFrom } from '../platform/env.ts';
import { kubeProbe, type Probe } from '../platform/probes.ts';
import { kubeResources } from '../platform/resources.ts';
import { containerSecurityContext } from '../platform/security-context.ts';
import { kubeMount } from '../platform/volumes.ts';
import type { AppProps } from './app-props.ts';
import type { InitContainerProps, PortProps, SidecarProps } from './container-props.ts';
import { fileMounts } from './files.ts';

type Kube = Record<string, unknown>;

/** Name of the volume with an application's files. */
export const FILES_VOLUME = 'files';

/** The ports of an application; a single one is named `http`. */
export function portsOf(props: AppProps): readonly PortProps[] {
  return props.ports ?? (props.port === undefined ? [] : [{ name: 'http', port: props.port }]);
}

/** The main container. What is not given is left to Kubernetes. */
export function mainContainer(props: AppProps, name: string): Kube {
  const { envFrom, liveness, startup, volumes = {}, files, preStopSeconds } = props;
  const ports = portsOf(props);
  const tcp = ports.find(({ protocol = 'TCP' }) => protocol === 'TCP');
  const readiness = props.readiness ?? (tcp && { tcp: tcp.name });
  const mounts = [
    ...Object.entries(volumes).map(([id, volume]) => kubeMount(id, volume)),
    ...(files ? fileMounts(files, FILES_VOLUME) : []),
  ];
  return {
    ...common({ ...props, name }, props),
    ...kubePorts(ports),
    ...(envFrom && { envFrom: kubeEnvFrom(envFrom) }),
    ...probes({ readiness: readiness === false ? undefined : readiness, liveness, startup }, ports[0]?.port),
    ...(preStopSeconds !== undefined && { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
}

/** A container that runs to its end first. */
export function initContainer(container: InitContainerProps, props: AppProps): Kube {
  return { ...common(container, props), ...namedMounts(container) };
}

/** A container that runs beside the main one. */
export function sidecar(container: SidecarProps, props: AppProps): Kube {
  const { ports = [] } = container;
  return {
    ...common(container, props),
    restartPolicy: 'Always',
    ...kubePorts(ports),
    ...probes(container, ports[0]?.port),
    ...namedMounts(container),
  };
}

function common(container: Omit<InitContainerProps, 'mounts'>, { security }: AppProps): Kube {
  const { name, image, command, args, env } = container;
  const resources = kubeResources(container.resources ?? {});
  return {
    name,
    image,
    ...(command && { command }),
    ...(args && { args }),
    ...(env && Object.keys(env).length > 0 && { env: kubeEnv(env) }),
    ...(resources && { resources }),
    securityContext: containerSecurityContext(security),
  };
}

function kubePorts(ports: readonly Omit<PortProps, 'servicePort'>[]): Kube {
  return ports.length > 0 ? { ports: ports.map(({ name, port, protocol = 'TCP' }) => ({ name, containerPort: port, protocol })) } : {};
}

function probes(
  props: { readiness?: Probe | undefined; liveness?: Probe | undefined; startup?: Probe | undefined },
  port: number | undefined,
): Kube {
  const { readiness, liveness, startup } = props;
  return {
    ...(readiness && { readinessProbe: kubeProbe(readiness, port) }),
    ...(liveness && { livenessProbe: kubeProbe(liveness, port) }),
    ...(startup && { startupProbe: kubeProbe(startup, port) }),
  };
}

function namedMounts({ mounts }: InitContainerProps): Kube {
  return mounts ? { volumeMounts: Object.entries(mounts).map(([id, mount]) => kubeMount(id, mount)) } : {};
}
