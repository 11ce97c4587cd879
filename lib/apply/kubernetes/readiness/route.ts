import { accepted, type Condition, failed, progressing, type ReadinessOf, ready, words } from './readiness.ts';

/** Routes of the Gateway API: ready when each gateway that they name took them. Source: gateway-api v1, RouteParentStatus. */
export const route: ReadinessOf = ({ status, spec }) => {
  const parents = (status?.parents ?? []) as readonly { readonly conditions?: readonly Condition[] }[];
  if (parents.length === 0) return accepted('no gateway controller has taken it');
  for (const { conditions = [] } of parents) {
    for (const type of ['Accepted', 'ResolvedRefs']) {
      const one = conditions.find((entry) => entry.type === type);
      if (one?.status === 'False') return failed(`${type} is False: ${words(one)}`);
      if (one?.status !== 'True') return progressing(`${type} is not known yet`);
    }
  }
  const wanted = Array.isArray(spec?.parentRefs) ? spec.parentRefs.length : 1;
  return parents.length < wanted ? progressing(`${parents.length} of ${wanted} gateways took it`) : ready('its gateways took it');
};
