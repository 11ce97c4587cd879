import { createHash } from 'node:crypto';
import type { Live, Reaction } from './live.ts';

/** The address that a load balancer of an object gets: one name, always the same, that leads nowhere (RFC 2606, RFC 5737). */
export function addressOf({ name, namespace = '' }: Live['metadata']): { readonly hostname: string; readonly ip: string } {
  const number = createHash('sha256').update(`${namespace}/${name}`).digest()[0] ?? 0;
  return { hostname: `${name}.${namespace}.sandbox.invalid`, ip: `192.0.2.${(number % 254) + 1}` };
}

/** An address for a Service of type LoadBalancer that has none. */
export function serviceAddress(service: Live): Reaction | undefined {
  return service.spec?.['type'] === 'LoadBalancer' ? loadBalancer(service, '/api/v1', 'services') : undefined;
}

/** An address for an Ingress that has none. */
export function ingressAddress(ingress: Live): Reaction | undefined {
  return loadBalancer(ingress, '/apis/networking.k8s.io/v1', 'ingresses');
}

function loadBalancer({ metadata, status }: Live, root: string, plural: string): Reaction | undefined {
  const now = status?.['loadBalancer'] as { readonly ingress?: readonly unknown[] } | undefined;
  if (metadata.deletionTimestamp !== undefined || (now?.ingress?.length ?? 0) > 0) return undefined;
  const path = `${root}/namespaces/${metadata.namespace}/${plural}/${metadata.name}/status`;
  return { method: 'PATCH', path, body: { status: { loadBalancer: { ingress: [addressOf(metadata)] } } } };
}
