import type { AppProps, AutoscaleProps, IngressProps, RouteProps } from './app-props.ts';
import { portsOf } from './pod.ts';

type Spec = Record<string, unknown>;

/**
 * Who may reach the pods: pods of the same namespace and whoever `allowFrom` names, on the application's own ports. Requests
 * from outside come from the namespace of an ingress controller or gateway, which `allowFrom` has to name. What the pods
 * themselves reach is not restricted.
 */
export function networkPolicySpec(props: AppProps, labels: Readonly<Record<string, string>>): Spec {
  const { allowFrom = {}, serviceType } = props;
  const ports = portsOf(props).map(({ name, protocol = 'TCP' }) => ({ port: name, protocol }));
  const named = allowFrom === 'cluster' ? {} : allowFrom;
  const from =
    allowFrom === 'cluster'
      ? [{ namespaceSelector: {} }]
      : [
          { podSelector: {} },
          ...(named.namespaces ?? []).map((name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } })),
          ...(named.cidrs ?? []).map((cidr) => ({ ipBlock: { cidr } })),
        ];
  // A load balancer's clients have addresses of their own.
  const peers = serviceType === 'LoadBalancer' ? {} : { from };
  return { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'], ingress: ports.length > 0 ? [{ ...peers, ports }] : [] };
}

/** A HorizontalPodAutoscaler of the application's Deployment. */
export function autoscalerSpec(name: string, props: AutoscaleProps): Spec {
  const { min, max, memoryPercent, cpuPercent = memoryPercent === undefined ? 70 : undefined, scaleDownSeconds = 300 } = props;
  const metric = (resource: string, averageUtilization: number | undefined) =>
    averageUtilization === undefined
      ? []
      : [{ type: 'Resource', resource: { name: resource, target: { type: 'Utilization', averageUtilization } } }];
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: min,
    maxReplicas: max,
    metrics: [...metric('cpu', cpuPercent), ...metric('memory', memoryPercent)],
    behavior: { scaleDown: { stabilizationWindowSeconds: scaleDownSeconds } },
  };
}

/** An Ingress that leads to the application's Service. */
export function ingressSpec(name: string, port: number, props: IngressProps): Spec {
  const { host, path = '/', className, tlsSecret } = props;
  return {
    ...(className !== undefined && { ingressClassName: className }),
    ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secretName: tlsSecret }] }),
    rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } }] } }],
  };
}

/** An HTTPRoute that leads to the application's Service. */
export function httpRouteSpec(name: string, port: number, props: RouteProps): Spec {
  const { hosts, gateway, gatewayNamespace, path = '/' } = props;
  return {
    parentRefs: [{ name: gateway, ...(gatewayNamespace !== undefined && { namespace: gatewayNamespace }) }],
    hostnames: hosts,
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name, port }] }],
  };
}
