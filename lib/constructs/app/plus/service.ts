import { ApiObject } from 'cdk8s';
import type { Deployment, Ingress, Service, ServiceType } from 'cdk8s-plus-28';
import { finishWith } from '../../../synth/kubernetes/finish.ts';
import type { AppProps } from '../app-props.ts';
import { portsOf } from '../containers.ts';
import { chosenPort, servicePort } from '../network.ts';
import type { IngressProps } from '../network-props.ts';
import { loadCdk8sPlus } from './lazy.ts';
import type { PlusTarget } from './target.ts';
import { asTexts, named } from './values.ts';

type Kube = Record<string, unknown>;

/** The Service of an application's ports. It leads to them by name, which cdk8s-plus can't say. */
export function createService(app: PlusTarget, props: AppProps, deployment: Deployment): Service {
  const { Protocol, Service } = loadCdk8sPlus();
  const { serviceType = 'ClusterIP', serviceAnnotations: annotations = {} } = props;
  const ports = portsOf(props);
  const service = new Service(app, 'service', {
    metadata: { name: app.name, annotations: asTexts(annotations) },
    selector: deployment,
    type: serviceType as ServiceType,
    ports: ports.map((port) => ({
      name: port.name,
      port: servicePort(port),
      targetPort: port.port,
      protocol: Protocol[port.protocol ?? 'TCP'],
    })),
  });
  const names = new Set(ports.map((port) => port.name));
  finishWith(ApiObject.of(service), (output) => {
    const {
      externalIPs,
      ports: written,
      ...spec
    } = output['spec'] as Kube & { externalIPs: unknown[]; ports: (Kube & { name: string })[] };
    const finished = written.map((port) => (names.has(port.name) ? { ...port, targetPort: port.name } : port));
    return { ...output, spec: { ...spec, ...(externalIPs.length > 0 && { externalIPs }), ports: finished } };
  });
  return service;
}

/** The Ingress that leads to a port of an application's Service. */
export function createIngress(app: PlusTarget, props: AppProps, service: Service, entry: IngressProps): Ingress {
  const { HttpIngressPathType, Ingress, IngressBackend } = loadCdk8sPlus();
  const { host, path = '/', className, tlsSecret, annotations } = entry;
  const backend = IngressBackend.fromService(service, { port: chosenPort(props, entry.port) });
  return new Ingress(app, 'ingress', {
    metadata: { name: app.name, annotations: asTexts(annotations ?? {}) },
    className,
    rules: [{ host, path, pathType: HttpIngressPathType.PREFIX, backend }],
    ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secret: named(tlsSecret) }] }),
  });
}
