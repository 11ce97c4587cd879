import { DNS, kubePeers } from '../platform/peers.ts';
import type { AppProps } from './app-props.ts';
import type { PortProps } from './container-props.ts';
import { portsOf } from './containers.ts';
import type { RouteProps } from './network-props.ts';

type Kube = Record<string, unknown>;

/** Port of the Service. */
export function servicePort({ port, servicePort: own }: PortProps): number {
  return own ?? port;
}

/**
 * Who may reach the pods, and what they may reach. The ports are open to pods of the same namespace and to whoever `allowFrom`
 * names. Requests from outside come from the pods of a controller or gateway, or from addresses of a load balancer; which,
 * only its administrator knows: until `allowFrom` says it, the ports of an application that is open to the outside take
 * requests from anywhere. Egress is open until `allowTo` is given; DNS is then still allowed.
 */
export function networkPolicySpec(props: AppProps, labels: Readonly<Record<string, string>>): Kube {
  const { allowFrom, allowTo } = props;
  const ports = portsOf(props).map(({ name, protocol = 'TCP' }) => ({ port: name, protocol }));
  const outside = props.serviceType === 'LoadBalancer' || props.ingress !== undefined || props.route !== undefined;
  const from = outside && allowFrom === undefined ? {} : { from: kubePeers(allowFrom) };
  return {
    podSelector: { matchLabels: labels },
    policyTypes: allowTo ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: ports.length > 0 ? [{ ...from, ports }] : [],
    ...(allowTo && { egress: [{ to: kubePeers(allowTo) }, DNS] }),
  };
}

/** An HTTPRoute that leads to a port of the application's Service. */
export function httpRouteSpec(name: string, props: AppProps, route: RouteProps): Kube {
  const { hosts, gateway, gatewayNamespace, path = '/' } = route;
  return {
    parentRefs: [{ name: gateway, ...(gatewayNamespace !== undefined && { namespace: gatewayNamespace }) }],
    hostnames: hosts,
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name, port: chosenPort(props, route.port) }] }],
  };
}

/** Port of the Service that requests from outside go to: that of the name, else the first. */
export function chosenPort(props: AppProps, name: string | undefined): number {
  const ports = portsOf(props);
  const port = ports.find((one) => one.name === name) ?? ports[0];
  return port ? servicePort(port) : 0;
}
