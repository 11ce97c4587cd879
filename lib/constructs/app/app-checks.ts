import type { Probe } from '../platform/probes.ts';
import type { AppProps } from './app-props.ts';
import type { PortProps } from './container-props.ts';
import { FILES_VOLUME, portsOf } from './containers.ts';

type Fail = (path: (string | number)[], message: string) => void;

/** Checks what single props can't show. Each message follows "it must be". */
export function checkApp(props: AppProps, fail: Fail): void {
  checkNumbers(props, fail);
  checkPorts(props, fail);
  checkContainers(props, fail);
  checkVolumes(props, fail);
  for (const key of Object.keys(props.podLabels ?? {})) {
    if (key === 'app.kubernetes.io/name' || key === 'app.kubernetes.io/instance')
      fail(['podLabels', key], 'absent: selectors use this label');
  }
}

/** Whether there may be more than one pod. */
export function isReplicated(props: AppProps): boolean {
  return props.autoscale ? props.autoscale.max > 1 : (props.replicas ?? 1) > 1;
}

function checkNumbers(props: AppProps, fail: Fail): void {
  const { autoscale, replicas, resources, rollout, preStopSeconds: stop, terminationGraceSeconds: grace = 30 } = props;
  if (replicas !== undefined && autoscale) fail(['replicas'], 'absent when autoscale is given, which owns the number');
  if (autoscale) {
    const { cpuPercent, memoryPercent } = autoscale;
    const needed = (resource: 'cpu' | 'memory') => `a share of resources.${resource}, which is missing`;
    if ((cpuPercent !== undefined || memoryPercent === undefined) && resources?.cpu === undefined)
      fail(['autoscale', 'cpuPercent'], needed('cpu'));
    if (memoryPercent !== undefined && resources?.memory === undefined) fail(['autoscale', 'memoryPercent'], needed('memory'));
  }
  if (rollout && props.recreate) fail(['rollout'], 'absent when recreate is true');
  if (stop !== undefined && stop >= grace) fail(['preStopSeconds'], `less than terminationGraceSeconds, which is ${grace}`);
}

function checkPorts(props: AppProps, fail: Fail): void {
  if (props.port !== undefined && props.ports !== undefined) fail(['port'], 'absent when ports is given');
  const ports = portsOf(props);
  checkContainerPorts(['ports'], ports, fail);
  for (const index of ports.keys()) {
    if (
      !isTaken(ports, index, inPod) &&
      isTaken(ports, index, ({ port, servicePort = port, protocol = 'TCP' }) => `${servicePort}/${protocol}`)
    )
      fail(['ports', index], 'of another servicePort or protocol than the ports before it');
  }
  for (const way of ['ingress', 'route'] as const) {
    const entry = props[way];
    if (!entry) continue;
    if (ports.length === 0) fail([way], 'absent for an application without a port');
    else if (entry.port !== undefined && !ports.some((port) => port.name === entry.port))
      fail([way, 'port'], `the name of a port: ${ports.map((port) => port.name).join(', ')}`);
  }
}

/** Ports of one container: Kubernetes merges them by number and protocol, and finds them by name. */
function checkContainerPorts(path: readonly (string | number)[], ports: readonly PortProps[], fail: Fail): void {
  for (const index of ports.keys()) {
    if (isTaken(ports, index, ({ name }) => name)) fail([...path, index, 'name'], 'another name than that of the ports before it');
    if (isTaken(ports, index, inPod)) fail([...path, index], 'of another port or protocol than the ports before it');
  }
}

const inPod = ({ port, protocol = 'TCP' }: PortProps): string => `${port}/${protocol}`;

function isTaken(ports: readonly PortProps[], index: number, key: (port: PortProps) => string): boolean {
  return ports.slice(0, index).some((before) => key(before) === key(ports[index] as PortProps));
}

function checkContainers(props: AppProps, fail: Fail): void {
  const volumes = Object.keys(props.volumes ?? {});
  const names = new Set<string>();
  for (const list of ['initContainers', 'sidecars'] as const) {
    for (const [index, { name, mounts = {} }] of (props[list] ?? []).entries()) {
      if (names.has(name)) fail([list, index, 'name'], 'another name than that of the containers before it');
      names.add(name);
      for (const volume of Object.keys(mounts)) {
        if (!volumes.includes(volume))
          fail([list, index, 'mounts', volume], `a mount of a volume: ${volumes.join(', ') || 'there is none'}`);
      }
    }
  }
  for (const [index, { ports = [] }] of (props.sidecars ?? []).entries()) checkContainerPorts(['sidecars', index, 'ports'], ports, fail);
  const ports = portsOf(props).map((port) => port.name);
  for (const name of ['readiness', 'liveness', 'startup'] as const) {
    const probe = props[name];
    if (!probe) continue;
    if ('http' in probe && probe.port === undefined && ports.length === 0) fail([name, 'port'], 'given: the application has no port');
    const port = namedPort(probe);
    if (port !== undefined && !ports.includes(port))
      fail([name, 'tcp' in probe ? 'tcp' : 'port'], `a number, or the name of a port: ${ports.join(', ') || 'there is none'}`);
  }
}

function namedPort(probe: Probe): string | undefined {
  const port = 'tcp' in probe ? probe.tcp : 'http' in probe ? probe.port : undefined;
  return typeof port === 'string' ? port : undefined;
}

/** Names that are taken; and a claim that one node has keeps the pods of any other from starting. */
function checkVolumes(props: AppProps, fail: Fail): void {
  if (props.files && props.volumes?.[FILES_VOLUME])
    fail(['volumes', FILES_VOLUME], 'of another name: that one is of the volume with the files');
  for (const [name, { newClaim }] of Object.entries(props.volumes ?? {})) {
    if (!newClaim || !isReplicated(props)) continue;
    const { accessMode = 'ReadWriteOnce' } = newClaim;
    if (accessMode.startsWith('ReadWriteOnce'))
      fail(['volumes', name, 'newClaim', 'accessMode'], 'ReadWriteMany or ReadOnlyMany with more than one replica');
  }
}
