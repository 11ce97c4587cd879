import type { Construct } from 'constructs';
import { Region } from '../../../synth/region.ts';
import { reportError } from '../../../synth/state.ts';
import type { SubnetTier } from './network-interface.ts';
import type { NetworkProps } from './network-props.ts';
import { checkRanges } from './network-ranges.ts';
import { type PlannedSubnet, planSubnets } from './subnet-plan.ts';

/** How many zones a range has room for, when nothing is said. */
const MAX_ZONES = 7;

/** Full names of zones, from letters or names. Reports KS1001 for one of another region or named twice, KS6021 for too few. */
export function zoneNames(construct: Construct, zones: readonly string[]): readonly string[] | undefined {
  const region = Region.of(construct);
  const names = zones.map((zone) => (zone.length === 1 ? `${region ?? ''}${zone}` : zone));
  const foreign = names.find((name) => region !== undefined && name.slice(0, -1) !== region);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (foreign !== undefined)
    reportError(construct, 'KS1001', `the zone ${foreign} is not in the region ${region}`, { fix: 'give zones of the region' });
  else if (twice !== undefined) reportError(construct, 'KS1001', `the zone ${twice} is named twice`, { fix: 'name each zone once' });
  else if (names.length < 2)
    reportError(construct, 'KS6021', `the network has ${names.length === 1 ? `the zone ${names[0]} only` : 'no zones'}`);
  else return names;
  return undefined;
}

/** Zones and subnets of a new network; undefined when they can not be made, which is reported. */
export function networkPlan(
  construct: Construct,
  props: NetworkProps,
): { readonly zones: readonly string[]; readonly subnets: readonly PlannedSubnet[] } | undefined {
  const zones = zoneNames(construct, props.zones);
  const podCidrs = props.podCidrs ?? [];
  const tell = (problems: ReturnType<typeof checkRanges>): boolean => {
    for (const { code, message, fix } of problems) reportError(construct, code, message, fix === undefined ? {} : { fix });
    return problems.length > 0;
  };
  if (tell(checkRanges(props.cidr, podCidrs, props.avoid ?? [], props.zones.length)) || !zones) return undefined;
  const maxZones = props.maxZones ?? MAX_ZONES;
  const given = props.subnets ?? {};
  if (zones.length > maxZones) {
    const message = `the network has ${zones.length} zones, and its range is planned for ${maxZones}`;
    reportError(construct, 'KS6022', message, { fix: 'give a larger maxZones, which moves all subnets, or fewer zones' });
    return undefined;
  }
  const hasPublic = props.public ?? props.nat !== 'none';
  const tiers: readonly SubnetTier[] = hasPublic ? ['public', 'private', 'intra'] : ['private', 'intra'];
  for (const [tier, ranges] of Object.entries(given)) {
    const missing = tier === 'pods' ? podCidrs.length === 0 : !tiers.includes(tier as SubnetTier);
    if (missing) {
      reportError(construct, 'KS1001', `prop subnets gives ${tier} subnets, and the network has none`, {
        fix: tier === 'pods' ? 'give podCidrs too' : 'remove them',
      });
      return undefined;
    }
    if (ranges.length !== zones.length) {
      reportError(construct, 'KS1001', `prop subnets.${tier} has ${ranges.length} ranges for ${zones.length} zones`, {
        fix: 'give one per zone',
      });
      return undefined;
    }
  }
  const { subnets, problems } = planSubnets({ cidr: props.cidr, zones, maxZones, tiers, podCidrs, given });
  return tell(problems) ? undefined : { zones, subnets };
}
