import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCidr, holds, overlaps, parseCidr, partOf } from '../../../../../lib/constructs/platform/network/cidr.ts';
import { type PlanInput, planSubnets } from '../../../../../lib/constructs/platform/network/subnet-plan.ts';
import { property } from '../../../../support/property.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const plan = (input: Partial<PlanInput> & { readonly zones: readonly string[] }) =>
  planSubnets({ cidr: '10.0.0.0/16', maxZones: 7, tiers: ['public', 'private', 'intra'], podCidrs: [], given: {}, ...input });

describe('the plan of a network', () => {
  test('of a /16 gives each zone a /19 for nodes and a /23 for the rest', () => {
    expect(plan({ zones: ['a', 'b'] }).subnets).toEqual([
      { tier: 'public', zone: 'a', cidr: '10.0.224.0/23' },
      { tier: 'public', zone: 'b', cidr: '10.0.226.0/23' },
      { tier: 'private', zone: 'a', cidr: '10.0.0.0/19' },
      { tier: 'private', zone: 'b', cidr: '10.0.32.0/19' },
      { tier: 'intra', zone: 'a', cidr: '10.0.240.0/23' },
      { tier: 'intra', zone: 'b', cidr: '10.0.242.0/23' },
    ]);
  });

  test('for three zones at most gives nodes a quarter each', () => {
    const subnets = plan({ zones: ['a', 'b', 'c'], maxZones: 3 }).subnets;
    expect(subnets.filter(({ tier }) => tier === 'private').map(({ cidr }) => cidr)).toEqual([
      '10.0.0.0/18',
      '10.0.64.0/18',
      '10.0.128.0/18',
    ]);
  });

  test('cuts one range of pods for all zones, and takes one per zone whole', () => {
    const pods = (podCidrs: readonly string[]) =>
      plan({ zones: ['a', 'b'], podCidrs })
        .subnets.filter(({ tier }) => tier === 'pods')
        .map(({ cidr }) => cidr);
    expect(pods(['100.64.0.0/16'])).toEqual(['100.64.0.0/19', '100.64.32.0/19']);
    expect(pods(['100.64.0.0/16', '100.65.0.0/16'])).toEqual(['100.64.0.0/16', '100.65.0.0/16']);
  });

  test('takes ranges as given, and tells those that overlap or are outside', () => {
    expect(plan({ zones: ['a', 'b'], given: { intra: ['10.0.192.0/24', '10.0.193.0/24'] } })).toMatchObject({ problems: [] });
    expect(plan({ zones: ['a', 'b'], given: { intra: ['10.0.1.0/24', '10.1.0.0/24'] } }).problems).toEqual([
      { code: 'KS6022', message: 'the intra subnet 10.1.0.0/24 of b is not in 10.0.0.0/16' },
      { code: 'KS6020', message: 'the private subnet 10.0.0.0/19 of a and the intra subnet 10.0.1.0/24 of a overlap' },
    ]);
  });

  test('tells a range whose subnets would be too small, with the one that is large enough', () => {
    expect(plan({ cidr: '10.0.0.0/22', zones: ['a', 'b'] }).problems).toEqual([
      {
        code: 'KS6022',
        message: 'the range 10.0.0.0/22 is too small: the public subnet of a would be 10.0.3.128/29, and AWS makes none beyond /28',
        fix: 'give a range of /21 or larger, or subnets',
      },
    ]);
    expect(plan({ cidr: '10.0.0.0/21', zones: ['a', 'b'] }).problems).toEqual([]);
    expect(plan({ cidr: '10.0.0.0/22', zones: ['a', 'b'], maxZones: 3 }).problems).toEqual([]);
  });

  test('never overlaps, stays in its ranges, and moves nothing when a zone is appended', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 21 }),
        fc.nat(2 ** 20),
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 2, max: 7 }),
        fc.constantFrom([], ['100.64.0.0/16'], ['100.72.128.0/20']),
        (prefix, seed, maxZones, count, podCidrs) => {
          const first = (10 * 2 ** 24 + (seed % 2 ** (prefix - 8)) * 2 ** (32 - prefix)) as number;
          const cidr = formatCidr({ first, prefix });
          const zones = LETTERS.slice(0, Math.min(count, maxZones));
          const { subnets, problems } = plan({ cidr, zones, maxZones, podCidrs });
          expect(problems).toEqual([]);
          const ranges = subnets.map((subnet) => parseCidr(subnet.cidr)!);
          const homes = [cidr, ...podCidrs].map((text) => parseCidr(text)!);
          for (const [index, range] of ranges.entries()) {
            expect(range.prefix).toBeLessThanOrEqual(28);
            expect(homes.some((home) => holds(home, range))).toBe(true);
            expect(ranges.slice(0, index).some((other) => overlaps(other, range))).toBe(false);
          }
          if (zones.length === maxZones) return;
          const more = plan({ cidr, zones: LETTERS.slice(0, zones.length + 1), maxZones, podCidrs }).subnets;
          expect(more).toEqual(expect.arrayContaining([...subnets]));
        },
      ),
      property(200),
    );
  });
});

describe('a range', () => {
  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.256/24', '10.0.0.1/24', '10.0.0.0/8/8', 'fd00::/64', ''])('%j is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('is the same after reading and writing, and its parts make it up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28 }), fc.nat(2 ** 30), fc.integer({ min: 0, max: 4 }), (prefix, seed, bits) => {
        const range = { first: (seed % 2 ** prefix) * 2 ** (32 - prefix), prefix };
        expect(parseCidr(formatCidr(range))).toEqual(range);
        const parts = Array.from({ length: 2 ** bits }, (_, index) => partOf(range, bits, index));
        expect(parts[0]?.first).toBe(range.first);
        expect(parts.every((part, index) => holds(range, part) && !parts.slice(0, index).some((other) => overlaps(other, part)))).toBe(
          true,
        );
      }),
      property(200),
    );
  });
});
