import type { IConstruct } from 'constructs';
import type { Reference } from '../../../synth/reference/reference.ts';

/** The kinds of subnets that a network may have, one of each per zone. */
export type SubnetTier = 'public' | 'private' | 'intra' | 'pods';

/** What clusters and node pools are placed in: a network of the program, or one that exists. */
export interface INetwork extends IConstruct {
  /** Id of the VPC. */
  readonly vpcId: Reference<string>;
  /** Names of the availability zones, such as `eu-central-1a`, in the order in which they were given. */
  readonly zones: readonly string[];
  /** Address range of the VPC; undefined for an existing one whose range the program does not say. */
  readonly cidr: string | undefined;
  /** Ranges of pods beside `cidr`, as far as the program says them. */
  readonly podCidrs: readonly string[];
  /** Ranges that are used elsewhere, as far as the program says them. */
  readonly avoid: readonly string[];
  /**
   * Ids of the subnets of a tier, one per zone and in the order of the zones. Reports KS1001 for a tier or a zone that the
   * network does not have.
   * @param zones `@default - all zones of the network`
   */
  subnetIds(tier: SubnetTier, zones?: readonly string[]): readonly Reference<string>[];
}
