import { describe, expect, test } from 'vitest';
import { gpuCounts, instanceTypesByGpu } from '../../../lib/facts/gpus/instance-types.ts';
import { findInstance, findInstances, instanceRows } from '../../../lib/facts/gpus/instances.ts';
import { migInstances, migProfiles, migResource } from '../../../lib/facts/gpus/mig.ts';
import { gpuModels } from '../../../lib/facts/gpus/models.ts';
import { formatPrice, pricePerHour } from '../../../lib/facts/gpus/price.ts';

test.each(gpuModels)('the instance types that the compiler knows for %s are those of the table', (gpu) => {
  const rows = findInstances({ gpu });
  expect([...instanceTypesByGpu[gpu]].sort()).toEqual(rows.map(({ name }) => name).sort());
  expect(gpuCounts[gpu]).toEqual([...new Set(rows.map(({ count }) => count))]);
});

describe('network cards', () => {
  test('are at least as many as EFA interfaces, and known wherever those are', () => {
    for (const { name, efaInterfaces, networkCards } of instanceRows.filter((row) => row.efaInterfaces && row.name !== 'trn2.48xlarge'))
      expect([name, (networkCards ?? 0) >= (efaInterfaces ?? 0)]).toEqual([name, true]);
    expect(findInstance('p6-b300.48xlarge')).toMatchObject({ networkCards: 17, efaInterfaces: 16 });
    expect(findInstance('p6e-gb200.36xlarge')).not.toHaveProperty('efaInterfaces');
  });
});

describe('MIG profiles', () => {
  test('are those of the GPU, with the instances that they give', () => {
    expect(migInstances('H100', '1g.10gb')).toBe(7);
    expect(migInstances('A100-40GB', '1g.10gb')).toBe(4);
    expect(migInstances('H200', '1g.10gb')).toBeUndefined();
    expect(migInstances('L40S', '1g.10gb')).toBeUndefined();
    expect(migInstances('H100', 'toString')).toBeUndefined();
    expect(migProfiles('L40S')).toEqual([]);
    expect(migResource('3g.40gb')).toBe('nvidia.com/mig-3g.40gb');
  });

  test('never promise more than seven slices of a GPU', () => {
    for (const gpu of gpuModels)
      for (const profile of migProfiles(gpu))
        expect(Number.parseInt(profile, 10) * (migInstances(gpu, profile) ?? 0)).toBeLessThanOrEqual(7);
  });
});

describe('the price of nodes', () => {
  const l40s = { instanceTypes: ['g6e.xlarge', 'g6e.2xlarge'], nodes: 2, region: 'us-east-1' };

  test('is a range over the types that they may be of', () => {
    expect(pricePerHour(l40s)).toEqual({ from: 3.722, to: 4.48416 });
    expect(formatPrice(pricePerHour(l40s))).toBe('$3.72 to $4.48/h');
    expect(formatPrice(pricePerHour({ ...l40s, instanceTypes: ['g6e.xlarge'], capacity: 'reserved' }))).toBe('$3.72/h');
  });

  test.each([
    ['of a type without a price', { ...l40s, instanceTypes: ['g6e.xlarge', 'p5e.48xlarge'] }],
    ['of a type that is not in the table', { ...l40s, instanceTypes: ['m7i.large'] }],
    ['in another region', { ...l40s, region: 'eu-central-1' }],
    ['in no region', { ...l40s, region: undefined }],
    ['on spot', { ...l40s, capacity: 'spot' as const }],
    ['in a capacity block', { ...l40s, capacity: 'capacity-block' as const }],
    ['of nothing', { ...l40s, instanceTypes: [] }],
  ])('%s is unknown, never zero', (_, query) => {
    expect(formatPrice(pricePerHour(query))).toBe('unknown');
  });
});
