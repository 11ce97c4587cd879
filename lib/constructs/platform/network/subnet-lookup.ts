import type { Construct } from 'constructs';
import { reportError } from '../../../synth/state.ts';
import type { SubnetTier } from './network-interface.ts';

/**
 * The zones whose subnets are asked for. Reports KS6023 for a tier or a zone that the network does not have; nothing of a
 * network without zones, whose own error is told already.
 * @param hasTier whether the network has subnets of the tier
 */
export function pickZones(
  network: Construct,
  tier: SubnetTier,
  zones: readonly string[],
  hasTier: boolean,
  wanted: readonly string[] | undefined,
): readonly string[] {
  if (zones.length === 0) return [];
  if (!hasTier) {
    const fix = { public: "give it nat: 'zone' or public: true", pods: 'give it podCidrs' }[tier as string];
    reportError(network, 'KS6023', `the network ${network.node.path} has no ${tier} subnets`, fix === undefined ? {} : { fix });
    return [];
  }
  const names = (wanted ?? zones).map((zone) => (zone.length === 1 ? (zones.find((name) => name.endsWith(zone)) ?? zone) : zone));
  const missing = names.filter((name) => !zones.includes(name));
  for (const name of missing)
    reportError(network, 'KS6023', `the network ${network.node.path} has no subnet in the zone ${name}`, {
      fix: `name one of ${zones.join(', ')}`,
    });
  return names.filter((name) => zones.includes(name));
}
