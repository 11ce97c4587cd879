import { importExisting } from '../../../synth/imports.ts';
import { reportError } from '../../../synth/state.ts';
import type { NetworkImportIds } from './network-props.ts';
import type { NetworkScope } from './network-scope.ts';
import type { SubnetsByTier } from './subnets.ts';

/**
 * Takes over the parts of a network that exist. Associations and default routes follow from the ids of what they join.
 * Reports KS1001 for a list that does not fit the zones, or parts that the network does not have.
 */
export function addImports(
  network: NetworkScope,
  ids: NetworkImportIds,
  zones: readonly string[],
  subnets: SubnetsByTier,
  gateways: number,
): void {
  const found: Record<string, string> = { vpc: ids.vpc };
  const fits = (prop: string, list: readonly string[] | undefined, count: number): readonly string[] => {
    if (list === undefined || list.length === count) return list ?? [];
    reportError(network, 'KS1001', `prop importIds.${prop} has ${list.length} ids, and the network has ${count} of them`, {
      fix: 'give one for each',
    });
    return [];
  };
  const subnetIds = new Map<string, string>();
  for (const [tier, list] of Object.entries(ids.subnets ?? {}))
    fits(`subnets.${tier}`, list, subnets.get(tier as never)?.size ?? 0).forEach((id, index) => {
      subnetIds.set(`${tier}-${zones[index]}`, id);
      found[`${tier}-${zones[index]}`] = id;
    });
  const tables = tableIds(ids, zones, fits);
  const hasGateway = subnets.has('public');
  if (ids.internetGateway !== undefined && fits('internetGateway', [ids.internetGateway], hasGateway ? 1 : 0).length > 0)
    found['internet-gateway'] = ids.internetGateway;
  fits('natGateways', ids.natGateways, gateways).forEach((id, index) => {
    found[`nat-${zones[index]}`] = id;
  });
  fits('natAddresses', ids.natAddresses, gateways).forEach((id, index) => {
    found[`nat-address-${zones[index]}`] = id;
  });
  for (const [id, table] of tables) {
    found[`${id}-routes`] = table;
    if (id === 'public' && ids.internetGateway !== undefined) found['public-internet-route'] = `${table}_0.0.0.0/0`;
    if (id.startsWith('private-') && ids.natGateways) found[`${id}-nat-route`] = `${table}_0.0.0.0/0`;
  }
  for (const [subnet, id] of subnetIds) {
    const [tier = '', zone] = [subnet.slice(0, subnet.indexOf('-')), subnet.slice(subnet.indexOf('-') + 1)];
    const table = tables.get(tier) ?? tables.get(`private-${zone}`);
    if (table !== undefined) found[`${subnet}-routing`] = `${id}/${table}`;
  }
  importExisting(network, found);
}

/** Ids of route tables by the id of their construct, without its end. */
function tableIds(
  { routeTables = {} }: NetworkImportIds,
  zones: readonly string[],
  fits: (prop: string, list: readonly string[] | undefined, count: number) => readonly string[],
): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  if (routeTables.public !== undefined) tables.set('public', routeTables.public);
  if (routeTables.intra !== undefined) tables.set('intra', routeTables.intra);
  fits('routeTables.private', routeTables.private, zones.length).forEach((id, index) => {
    tables.set(`private-${zones[index]}`, id);
  });
  return tables;
}
