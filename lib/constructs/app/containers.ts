import { kubeResources, type ResourceProps } from '../platform/resources.ts';
import type { MountProps } from '../platform/volumes.ts';
import type { AppContainer, Mount, Quantities } from './app-container.ts';
import type { AppProps } from './app-props.ts';
import type { InitContainerProps, PortProps } from './container-props.ts';
import { fileMounts } from './files.ts';
import { asTexts } from './plus/values.ts';

/** Name of the volume with an application's files. */
export const FILES_VOLUME = 'files';

/** The ports of an application; a single one is named `http`. */
export function portsOf(props: AppProps): readonly PortProps[] {
  return props.ports ?? (props.port === undefined ? [] : [{ name: 'http', port: props.port }]);
}

/** The main container. */
export function mainContainer(props: AppProps, name: string): AppContainer {
  const { image, command, args, env, envFrom, liveness, startup, volumes = {}, files = {}, preStopSeconds } = props;
  const ports = portsOf(props);
  const tcp = ports.find(({ protocol = 'TCP' }) => protocol === 'TCP');
  const readiness = props.readiness ?? (tcp && { tcp: tcp.name });
  const mounts = [...namedMounts(volumes), ...fileMounts(files, FILES_VOLUME)];
  const resources = quantities(props.resources);
  const own = { name, image, command, args, env, envFrom, resources, ports, mounts, liveness, startup, preStopSeconds };
  return { ...own, ...(readiness !== false && { readiness }) };
}

/** Containers that run to their end first, in their order. */
export function initContainers({ initContainers: list = [] }: AppProps): readonly AppContainer[] {
  return list.map((container) => ({ ...container, ...shared(container) }));
}

/** Containers that run beside the main one. */
export function sidecars({ sidecars: list = [] }: AppProps): readonly AppContainer[] {
  return list.map((container) => ({ ...container, ...shared(container) }));
}

function shared({ mounts, resources }: InitContainerProps): Pick<AppContainer, 'mounts' | 'resources'> {
  return { mounts: namedMounts(mounts), resources: quantities(resources) };
}

function quantities(props: ResourceProps = {}): Quantities {
  const { requests, limits } = kubeResources(props) ?? {};
  return { ...(requests && { requests: asTexts(requests) }), ...(limits && { limits: asTexts(limits) }) };
}

function namedMounts(mounts: Readonly<Record<string, MountProps>> = {}): Mount[] {
  return Object.entries(mounts).map(([volume, { mountPath, subPath, readOnly }]) => ({ volume, mountPath, subPath, readOnly }));
}
