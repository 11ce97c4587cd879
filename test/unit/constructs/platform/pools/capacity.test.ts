import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Capacity, capacityBlock, onDemand, reserved, spot } from '../../../../../lib/constructs/platform/pools/capacity.ts';
import { checkCapacity, isReserved } from '../../../../../lib/constructs/platform/pools/capacity-check.ts';
import { planCapacity } from '../../../../../lib/constructs/platform/pools/capacity-plan.ts';
import { property } from '../../../../support/property.ts';

const ZONES = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const TYPES = ['g6e.xlarge', 'g6e.2xlarge'];

const plan = (
  steps: readonly Capacity[],
  { provisioner = 'karpenter' as 'karpenter' | 'managed', maxNodes = 8, placementGroup = false } = {},
) => {
  const frame = { provisioner, zones: ZONES, instanceTypes: TYPES };
  const checked = checkCapacity(steps, frame);
  return { checked, ...planCapacity({ ...frame, steps: checked.steps, maxNodes, placementGroup }) };
};
const told = (steps: readonly Capacity[], options?: Parameters<typeof plan>[1]): string[] => {
  const { checked, problems } = plan(steps, options);
  return [...checked.problems, ...problems].map(({ code, message, fix }) => `${code} ${message}; ${fix}`);
};

describe('the order of capacity', () => {
  test('that Karpenter keeps by itself is one NodePool, with one limit', () => {
    const { groups, problems } = plan([reserved('cr-1', { zone: 'a' }), spot(), onDemand()]);
    expect(problems).toEqual([]);
    expect(groups).toEqual([
      {
        suffix: '',
        kinds: ['reserved', 'spot', 'on-demand'],
        reservations: ['cr-1'],
        zones: ZONES,
        instanceTypes: TYPES,
        maxNodes: 8,
        weight: 0,
      },
    ]);
  });

  test('of any other kind is a NodePool each, the first with the largest weight', () => {
    const { groups, problems } = plan([
      onDemand({ maxNodes: 2 }),
      spot({ maxNodes: 4 }),
      capacityBlock('cr-2', { zone: 'b', maxNodes: 2 }),
    ]);
    expect(problems).toEqual([]);
    expect(groups.map(({ suffix, kinds, maxNodes, weight, zones }) => [suffix, kinds, maxNodes, weight, zones.length])).toEqual([
      ['on-demand', ['on-demand'], 2, 2, 3],
      ['spot', ['spot'], 4, 1, 3],
      ['', ['capacity-block'], 2, 0, 1],
    ]);
  });

  test('over zones and types is a NodePool each', () => {
    const steps = [
      onDemand({ zones: ['b'], maxNodes: 2 }),
      onDemand({ instanceTypes: ['g6e.xlarge'], maxNodes: 2 }),
      onDemand({ instanceTypes: ['g6e.2xlarge'], maxNodes: 2 }),
      onDemand({ maxNodes: 1 }),
    ];
    expect(plan(steps).groups.map(({ suffix, zones, instanceTypes }) => [suffix, zones.length, instanceTypes?.length])).toEqual([
      ['on-demand', 1, 2],
      ['on-demand-2', 3, 1],
      ['on-demand-3', 3, 1],
      ['', 3, 2],
    ]);
  });

  test('keeps the names of what was there when a step comes in front', () => {
    const before = plan([spot({ maxNodes: 2 }), onDemand({ maxNodes: 2 })]).groups.map(({ suffix }) => suffix);
    const after = plan([capacityBlock('cr-1', { zone: 'a', maxNodes: 2 }), spot({ maxNodes: 2 }), onDemand({ maxNodes: 2 })]).groups;
    expect(after.map(({ suffix }) => suffix)).toEqual(['block', ...before]);
  });

  test('tells zones of two groups of a kind apart by their letters', () => {
    const steps = [spot({ zones: ['a'], maxNodes: 1 }), spot({ zones: ['b'], maxNodes: 1 }), onDemand({ maxNodes: 1 })];
    expect(plan(steps).groups.map(({ suffix }) => suffix)).toEqual(['spot', 'spot-b', '']);
  });

  test('is one managed node group for each step', () => {
    const steps = [
      reserved('cr-1', { zone: 'a', instanceType: 'g6e.xlarge', maxNodes: 2 }),
      spot({ maxNodes: 2 }),
      onDemand({ maxNodes: 4 }),
    ];
    const { groups, checked, problems } = plan(steps, { provisioner: 'managed' });
    expect([...checked.problems, ...problems]).toEqual([]);
    expect(groups.map(({ kinds, zones, instanceTypes }) => [kinds, zones.length, instanceTypes])).toEqual([
      [['reserved'], 1, ['g6e.xlarge']],
      [['spot'], 3, TYPES],
      [['on-demand'], 3, TYPES],
    ]);
  });

  test('keeps reservations out of a placement group of other nodes', () => {
    const steps = [reserved('cr-1', { maxNodes: 4 }), onDemand({ zones: ['a'], maxNodes: 4 })];
    expect(told(steps, { placementGroup: true })).toEqual([]);
    expect(plan(steps, { placementGroup: true }).groups).toHaveLength(2);
  });
});

describe('capacity that can not be had', () => {
  test.each([
    [
      'a capacity block without a zone',
      [{ kind: 'capacity-block', reservation: 'cr-1' }],
      {},
      "KS6042 step 1 of capacity, a capacity block, has no zone; a block is in one: capacityBlock('cr-1', { zone: 'a' })",
    ],
    [
      'a capacity block whose zone a program without types left out',
      [capacityBlock('cr-1', undefined as never)],
      {},
      "KS6042 step 1 of capacity, a capacity block, has no zone; a block is in one: capacityBlock('cr-1', { zone: 'a' })",
    ],
    [
      'spot with a reservation',
      [onDemand(), { kind: 'spot', reservation: 'cr-1' }],
      { maxNodes: 8 },
      "KS6042 step 2 of capacity, spot capacity, has the reservation cr-1; a reservation is on demand: give reserved('cr-1') as a step of its own",
    ],
    [
      'on demand with a reservation',
      [{ kind: 'on-demand', reservation: 'cr-1' }],
      {},
      "KS6042 step 1 of capacity, on-demand capacity, has the reservation cr-1; give reserved('cr-1')",
    ],
    [
      'a reservation without an id',
      [{ kind: 'reserved' }],
      {},
      "KS6042 step 1 of capacity, reserved capacity, has no reservation; give its id, such as reserved('cr-0123456789abcdef0')",
    ],
    [
      'a reservation in two zones',
      [{ kind: 'reserved', reservation: 'cr-1', zones: ['a', 'b'] }],
      {},
      'KS6042 step 1 of capacity, reserved capacity, is in eu-central-1a and eu-central-1b, and a reservation is in one zone; give its own zone',
    ],
    [
      'a zone that the pool is not in',
      [spot({ zones: ['d'] })],
      {},
      'KS6042 step 1 of capacity, spot capacity, is in eu-central-1d; the zones of the pool are eu-central-1a, eu-central-1b, eu-central-1c',
    ],
    [
      'a type that the pool does not have',
      [reserved('cr-1', { instanceType: 'p5.48xlarge' })],
      {},
      'KS6042 step 1 of capacity, reserved capacity, is of p5.48xlarge; the instance types of the pool are g6e.xlarge, g6e.2xlarge',
    ],
    [
      'steps without limits that can not share one',
      [onDemand(), spot()],
      {},
      'KS6042 the order of capacity needs 2 NodePools of Karpenter, each with a limit of its own, and not all have maxNodes; give each step maxNodes, at most 8 together, or the order spot, on-demand, which one NodePool keeps within one limit',
    ],
    [
      'limits above that of the pool',
      [onDemand({ maxNodes: 5 }), spot({ maxNodes: 4 })],
      {},
      "KS6042 the order of capacity needs 2 NodePools of Karpenter, each with a limit of its own, and their maxNodes are 9 together, and the pool's is 8; give each step maxNodes, at most 8 together, or the order spot, on-demand, which one NodePool keeps within one limit",
    ],
    [
      'a placement group over zones',
      [onDemand()],
      { placementGroup: true },
      'KS6041 nodes with EFA (on-demand) may be in eu-central-1a, eu-central-1b, eu-central-1c, and a cluster placement group is in one zone; give the pool, or each step, one zone; or placementGroup: false, for nodes that may be far from each other',
    ],
  ] as const)('is told: %s', (_, steps, options, message) => {
    expect(told(steps as readonly Capacity[], options)).toContain(message);
  });

  test('is told of managed groups whose reservation may be anywhere', () => {
    expect(told([reserved('cr-1')], { provisioner: 'managed' })).toEqual([
      'KS6042 step 1 of capacity, reserved capacity, has no zone; a managed node group must be in that of the reservation: give zone, one of eu-central-1a, eu-central-1b, eu-central-1c',
      'KS6042 step 1 of capacity, reserved capacity, may be of g6e.xlarge, g6e.2xlarge; a managed node group must have that of the reservation: give instanceType',
    ]);
  });
});

test('a plan loses no step, no limit and no place', () => {
  const where = {
    zones: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    maxNodes: fc.integer({ min: 1, max: 4 }),
    instanceTypes: fc.subarray(TYPES, { minLength: 1 }),
  };
  const step: fc.Arbitrary<Capacity> = fc.oneof(
    fc.record(where, { requiredKeys: [] }).map(onDemand),
    fc.record(where, { requiredKeys: [] }).map(spot),
    fc
      .record(
        { id: fc.nat(1000), zone: fc.constantFrom('a', 'b', 'c'), maxNodes: where.maxNodes, instanceType: fc.constantFrom(...TYPES) },
        { requiredKeys: ['id'] },
      )
      .map(({ id, ...options }) => reserved(`cr-${id}`, options)),
    fc.record({ id: fc.nat(1000), zone: fc.constantFrom('a', 'b', 'c') }).map(({ id, zone }) => capacityBlock(`cr-${id}`, { zone })),
  );
  const provisioner = fc.constantFrom('karpenter' as const, 'managed' as const);
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), provisioner, fc.boolean(), (steps, made, placementGroup) => {
      const { groups, problems, checked } = plan(steps, { provisioner: made, placementGroup });
      const kinds = (list: readonly { readonly kind: string }[]): readonly string[] => list.map(({ kind }) => kind);
      // Groups are the steps in their order, cut into runs.
      const order = groups.flatMap((group) => group.kinds);
      expect(new Set(order)).toEqual(new Set(kinds(steps)));
      expect(groups.flatMap(({ reservations }) => reservations)).toEqual(checked.steps.flatMap(({ reservations }) => reservations));
      expect(new Set(groups.map(({ suffix }) => suffix)).size).toBe(groups.length);
      expect(groups.at(-1)).toMatchObject({ suffix: '', weight: 0 });
      groups.forEach((group, index) => {
        expect(group.weight).toBe(groups.length - 1 - index);
        expect(ZONES).toEqual(expect.arrayContaining([...group.zones]));
        expect(TYPES).toEqual(expect.arrayContaining([...(group.instanceTypes ?? [])]));
        if (made === 'managed') expect(group.kinds).toHaveLength(1);
        if (placementGroup && problems.length === 0 && !group.kinds.every(isReserved)) {
          expect(group.zones).toHaveLength(1);
          expect(group.kinds.some(isReserved)).toBe(false);
        }
      });
      if (problems.length === 0) expect(groups.reduce((sum, { maxNodes }) => sum + maxNodes, 0)).toBeLessThanOrEqual(8);
      for (const on of checked.steps.filter(({ kind }) => !isReserved(kind))) {
        const home = groups.find(
          (group) => group.kinds.includes(on.kind) && (on.zones ?? ZONES).every((zone) => group.zones.includes(zone)),
        );
        expect(home).toBeDefined();
      }
    }),
    property(1000),
  );
});
