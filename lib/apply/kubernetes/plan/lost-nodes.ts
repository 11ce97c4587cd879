import type { UnitContext } from '../apply/unit-context.ts';
import type { ApiRequest } from '../client/connection.ts';
import { resourcePath } from '../client/discovery.ts';
import { jsonOf } from '../client/refused.ts';
import type { Candidate } from '../prune/candidates.ts';

interface NodePool {
  readonly status?: { readonly resources?: Readonly<Record<string, string>> };
}

/** Resources of nodes that stand for accelerators. */
const ACCELERATOR = /^(nvidia\.com\/(gpu|mig-)|aws\.amazon\.com\/neuron|amd\.com\/gpu)/;

/**
 * What goes with a NodePool of Karpenter that is deleted, by what its status says it has now: `2 nodes are drained, GPUs: 16`. Undefined
 * for another kind, and when the pool does not say it.
 */
export async function lostNodes({ connection, rules }: UnitContext, { live, object }: Candidate): Promise<string | undefined> {
  const { resource, meta } = live;
  if (resource.group !== 'karpenter.sh' || resource.kind !== 'NodePool') return undefined;
  const request: ApiRequest = {
    method: 'GET',
    path: resourcePath(resource, undefined, meta.name),
    ...(rules.impersonate && { impersonate: rules.impersonate }),
  };
  const response = await connection.request(request);
  if (response.status === 404) return undefined;
  const resources = jsonOf<NodePool>(response, request, object.name).status?.resources;
  const nodes = resources?.['nodes'];
  if (resources === undefined || nodes === undefined) return undefined;
  const accelerators = Object.entries(resources).filter(([name]) => ACCELERATOR.test(name));
  const gpus = accelerators.reduce((sum, [, count]) => sum + Number(count), 0);
  return `${nodes} ${nodes === '1' ? 'node is' : 'nodes are'} drained${gpus > 0 ? `, GPUs: ${gpus}` : ''}`;
}
