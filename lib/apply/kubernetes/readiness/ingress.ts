import { accepted, type ReadinessOf, ready } from './readiness.ts';

/** Ready when a controller gave it an address; controllers need not. */
export const ingress: ReadinessOf = ({ status }) => {
  const [entry] =
    (status?.loadBalancer as { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] } | undefined)?.ingress ??
    [];
  return entry ? ready(`its address is ${entry.hostname ?? entry.ip}`) : accepted('no controller gave it an address');
};
