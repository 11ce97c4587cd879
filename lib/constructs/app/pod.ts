import type { IConstruct } from 'constructs';
import type { Referable } from '../../synth/reference/reference.ts';
import { kubeProbe, type Probe } from '../platform/probes.ts';
import { containerSecurityContext, podSecurityContext, type SecurityProps } from '../platform/security-context.ts';
import { topologySpread } from '../platform/spread.ts';
import { kubeVolume } from '../platform/volumes.ts';
import { isReplicated } from './app-checks.ts';
import type { AppContainer } from './app-container.ts';
import type { AppProps } from './app-props.ts';
import { fileChecksum } from './files.ts';
import { asTexts } from './plus/values.ts';

type Kube = Record<string, unknown>;

/** Annotations of an application's pods. A change of its files rolls them. */
export function podAnnotations(app: IConstruct, { podAnnotations: given, files }: AppProps): NonNullable<AppProps['podAnnotations']> {
  return { ...given, ...(files && { 'keelson.dev/files': fileChecksum(app, files) }) };
}

/** What cdk8s-plus has no word for in a pod, or writes otherwise. What is not given is left to Kubernetes. */
export function podRest(props: AppProps, labels: Readonly<Record<string, string>>): Kube {
  const { spread = isReplicated(props) ? 'soft' : 'none', imagePullSecrets = [] } = props;
  const { terminationGraceSeconds: grace, nodeSelector, priorityClass } = props;
  const constraints = topologySpread(labels, spread);
  return {
    enableServiceLinks: false,
    securityContext: podSecurityContext(props.security),
    ...(grace !== undefined && { terminationGracePeriodSeconds: grace }),
    ...(nodeSelector && { nodeSelector }),
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })) }),
    ...(constraints.length > 0 && { topologySpreadConstraints: constraints }),
  };
}

/** As {@link podRest}, for a container: its quantities, probes and rights, exactly as they were given. */
export function containerRest(container: AppContainer, security: SecurityProps | undefined): Kube & { readonly name: string } {
  const { name, ports = [], resources, readiness, liveness, startup, preStopSeconds } = container;
  const probe = (field: string, given: Probe | undefined): Kube => (given ? { [field]: kubeProbe(given, ports[0]?.port) } : {});
  return {
    name,
    ...(Object.keys(resources).length > 0 && { resources }),
    ...probe('readinessProbe', readiness),
    ...probe('livenessProbe', liveness),
    ...probe('startupProbe', startup),
    ...(preStopSeconds !== undefined && { lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } } }),
    securityContext: containerSecurityContext(security),
  };
}

/** As {@link podRest}, for the volumes that are given. */
export function volumesRest({ volumes = {} }: AppProps, name: string): readonly (Kube & { readonly name: string })[] {
  return Object.entries(volumes).map(([id, volume]) => {
    const { emptyDir, ...written } = kubeVolume(id, volume, `${name}-${id}`);
    return { ...written, ...(emptyDir !== undefined && { emptyDir: asTexts(emptyDir as Record<string, Referable<string>>) }), name: id };
  });
}
