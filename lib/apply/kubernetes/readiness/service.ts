import { progressing, type ReadinessOf, ready } from './readiness.ts';

/** Ready at once, but for a load balancer, which needs an address. */
export const service: ReadinessOf = ({ spec, status }) => {
  if (spec?.type !== 'LoadBalancer') return ready('it is there');
  const [entry] =
    (status?.loadBalancer as { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] } | undefined)?.ingress ??
    [];
  return entry ? ready(`its load balancer is ${entry.hostname ?? entry.ip}`) : progressing('its load balancer has no address yet');
};
