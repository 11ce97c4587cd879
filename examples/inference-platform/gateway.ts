import { ApiObject } from 'cdk8s';
import { type EksCluster, Namespace, type Reference } from 'keelson';
import type { Dns } from './dns.ts';
import type { Stage } from './stage.ts';

/** Namespace of the gateways. */
export const EDGE = 'edge';
/** Namespaces whose routes the public gateway takes. */
const PUBLIC = { matchLabels: { 'acme.example/public': 'true' } };

/** Where requests come in: a load balancer for everybody, behind the firewall, and one for those who are inside. */
export function addGateways(cluster: EksCluster, stage: Stage, dns: Dns, firewallArn: Reference<string>): void {
  const edge = new Namespace(cluster, EDGE);
  new ApiObject(edge, 'class', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'alb' },
    spec: { controllerName: 'gateway.k8s.aws/alb' },
  });
  new ApiObject(edge, 'targets', {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'TargetGroupConfiguration',
    metadata: { name: 'pods' },
    spec: {
      defaultConfiguration: { targetType: 'ip', targetGroupAttributes: [{ key: 'deregistration_delay.timeout_seconds', value: '30' }] },
    },
  });
  addGateway(edge, 'public', {
    stage,
    dns,
    from: { from: 'Selector', selector: PUBLIC },
    more: { scheme: 'internet-facing', wafV2: { webACL: `${firewallArn}` } },
  });
  addGateway(edge, 'inside', { stage, dns, from: { from: 'All' }, more: { scheme: 'internal' } });
  new ApiObject(edge, 'to-https', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'to-https' },
    spec: {
      parentRefs: [{ name: 'public', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    },
  });
}

interface GatewayProps {
  readonly stage: Stage;
  readonly dns: Dns;
  /** Whose routes it takes. */
  readonly from: object;
  readonly more: object;
}

function addGateway(edge: Namespace, name: string, { stage, dns, from, more }: GatewayProps): void {
  new ApiObject(edge, `${name}-load-balancer`, {
    apiVersion: 'gateway.k8s.aws/v1',
    kind: 'LoadBalancerConfiguration',
    metadata: { name },
    spec: {
      defaultTargetGroupConfiguration: { name: 'pods' },
      listenerConfigurations: [
        { protocolPort: 'HTTPS:443', defaultCertificate: `${dns.certificateArn}`, sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
      ],
      loadBalancerAttributes: [
        { key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' },
        { key: 'deletion_protection.enabled', value: String(stage.production) },
        // A long answer of a model comes word by word.
        { key: 'idle_timeout.timeout_seconds', value: '600' },
      ],
      ...more,
    },
  });
  new ApiObject(edge, `${name}-gateway`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name },
    spec: {
      gatewayClassName: 'alb',
      infrastructure: { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name } },
      listeners: [
        { name: 'https', port: 443, protocol: 'HTTPS', hostname: `*.${stage.domain}`, allowedRoutes: { namespaces: from } },
        { name: 'http', port: 80, protocol: 'HTTP', hostname: `*.${stage.domain}`, allowedRoutes: { namespaces: { from: 'Same' } } },
      ],
    },
  });
}
