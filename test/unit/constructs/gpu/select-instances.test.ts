import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectInstances } from '../../../../lib/constructs/gpu/select-instances.ts';
import { efaLayout } from '../../../../lib/constructs/platform/pools/efa-layout.ts';
import { findInstance, findInstances, instanceRows } from '../../../../lib/facts/gpus/instances.ts';
import { gpuModels } from '../../../../lib/facts/gpus/models.ts';
import { property } from '../../../support/property.ts';

const names = (demand: Parameters<typeof selectInstances>[0]): readonly string[] =>
  selectInstances(demand).instances.map(({ name }) => name);
const told = (demand: Parameters<typeof selectInstances>[0]): string[] =>
  selectInstances(demand).problems.map(({ code, message, fix }) => `${code} ${message}; ${fix}`);

describe('instances of a pool', () => {
  test('are all that have the GPUs, smallest first', () => {
    expect(names({ gpu: 'L40S', gpusPerNode: 1, efa: false })).toEqual([
      'g6e.xlarge',
      'g6e.2xlarge',
      'g6e.4xlarge',
      'g6e.8xlarge',
      'g6e.16xlarge',
    ]);
    expect(names({ gpu: 'H100', gpusPerNode: 8, efa: true })).toEqual(['p5.48xlarge']);
  });

  test('have the memory, the vCPUs and the names that are wanted', () => {
    expect(names({ gpu: 'L40S', gpusPerNode: 1, efa: false, minMemoryGiB: 200 })).toEqual(['g6e.8xlarge', 'g6e.16xlarge']);
    expect(names({ gpu: 'L40S', gpusPerNode: 1, efa: false, minVcpus: 64 })).toEqual(['g6e.16xlarge']);
    expect(names({ gpu: 'L4', gpusPerNode: 1, efa: false, instanceTypes: ['gr6.4xlarge'] })).toEqual(['gr6.4xlarge']);
  });

  test('with EFA leave out those without, unless they are named', () => {
    expect(names({ gpu: 'L40S', gpusPerNode: 1, efa: true })).toEqual(['g6e.8xlarge', 'g6e.16xlarge']);
  });

  test.each([
    [
      'a number of GPUs that none has names what there is',
      { gpu: 'H100', gpusPerNode: 2, efa: false },
      'KS6040 no instance type has 2 x H100; H100 come as 1 (p5.4xlarge) and 8 (p5.48xlarge)',
    ],
    [
      'a retired model',
      { gpu: 'V100-16GB', gpusPerNode: 1, efa: false },
      'KS6040 no instance type with V100-16GB is offered for new pools; give another GPU model',
    ],
    [
      'a type of another model',
      { gpu: 'H100', gpusPerNode: 8, efa: false, instanceTypes: ['p4d.24xlarge'] },
      'KS6040 p4d.24xlarge has 8 x A100-40GB, and 8 x H100 are wanted; name types with 8 x H100, or none',
    ],
    [
      'a type with a fraction of a GPU',
      { gpu: 'L4', gpusPerNode: 1, efa: false, instanceTypes: ['g6f.large'] },
      'KS6040 g6f.large has no whole GPU that is known, and 1 x L4 are wanted; name types with 1 x L4, or none',
    ],
    [
      'a type that is none',
      { gpu: 'L4', gpusPerNode: 1, efa: false, instanceTypes: ['m7i.large'] },
      'KS6040 m7i.large is no instance type with GPUs, and 1 x L4 are wanted; name types with 1 x L4, or none',
    ],
    [
      'more memory than any has',
      { gpu: 'H100', gpusPerNode: 1, efa: false, minMemoryGiB: 300, minVcpus: 8 },
      'KS6040 no instance type with 1 x H100 has 8 vCPUs and 300 GiB; there are p5.4xlarge (16 vCPUs, 256 GiB)',
    ],
    [
      'EFA on an instance without it',
      { gpu: 'L40S', gpusPerNode: 1, efa: true, instanceTypes: ['g6e.xlarge', 'g6e.8xlarge'] },
      'KS6041 EFA is wanted, and is not on g6e.xlarge; of L40S it is on g6e.8xlarge (1), g6e.16xlarge (1), g6e.12xlarge (4), g6e.24xlarge (4), g6e.48xlarge (8)',
    ],
    [
      'EFA that no source tells of',
      { gpu: 'GB200', gpusPerNode: 4, efa: true },
      'KS6041 EFA is wanted, and is not on p6e-gb200.36xlarge (unknown); no instance type with GB200 is known to have it',
    ],
    [
      'unlike numbers of EFA interfaces',
      { gpu: 'H200', gpusPerNode: 8, efa: true },
      'KS6041 the instance types have unlike numbers of EFA interfaces: p5e.48xlarge (32), p5en.48xlarge (16); name one, or those with the same number, in instanceTypes',
    ],
  ] as const)('%s is told', (_, demand, message) => {
    expect(told(demand)).toEqual([message]);
    expect(names(demand)).toEqual([]);
  });

  test('never lack the GPUs, the size or the EFA that they promise', () => {
    // Half of the names are of the model, so that many demands can be met.
    const demand = fc.constantFrom(...gpuModels).chain((gpu) => {
      const own = findInstances({ gpu });
      return fc.record(
        {
          gpu: fc.constant(gpu),
          gpusPerNode: fc.oneof(fc.constantFrom(1, 2, 3, 4, 8, 16), fc.constantFrom(...own.map(({ count }) => count ?? 1), 1)),
          efa: fc.boolean(),
          minMemoryGiB: fc.integer({ min: 1, max: 512 }),
          minVcpus: fc.integer({ min: 1, max: 64 }),
          instanceTypes: fc.oneof(
            fc.subarray(
              own.map(({ name }) => name),
              { minLength: Math.min(1, own.length) },
            ),
            fc.subarray(
              instanceRows.map(({ name }) => name),
              { minLength: 1, maxLength: 3 },
            ),
          ),
        },
        { requiredKeys: ['gpu', 'gpusPerNode', 'efa'] },
      );
    });
    let found = 0;
    fc.assert(
      fc.property(demand, (wanted) => {
        const { instances, problems } = selectInstances(wanted);
        expect(instances.length > 0).toBe(problems.length === 0);
        found += instances.length;
        for (const row of instances) {
          expect(findInstance(row.name)).toBe(row);
          expect(row).toMatchObject({ accelerator: wanted.gpu, count: wanted.gpusPerNode, arch: instances[0]?.arch });
          expect(row.retired).toBeUndefined();
          expect(row.ramGib).toBeGreaterThanOrEqual(wanted.minMemoryGiB ?? 0);
          expect(row.vcpus).toBeGreaterThanOrEqual(wanted.minVcpus ?? 0);
          if (wanted.instanceTypes) expect(wanted.instanceTypes).toContain(row.name);
          if (wanted.efa) expect(efaLayout(row)).toEqual(efaLayout(instances[0]!));
        }
      }),
      property(2000),
    );
    expect(found).toBeGreaterThan(300);
  });
});

describe('the interfaces of an instance with EFA', () => {
  test('are one with an address, and an EFA on every card that takes one', () => {
    expect(efaLayout(findInstance('g6e.24xlarge')!)).toEqual([
      { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' },
      { networkCardIndex: 0, deviceIndex: 1, interfaceType: 'efa-only' },
      { networkCardIndex: 1, deviceIndex: 1, interfaceType: 'efa-only' },
    ]);
    expect(efaLayout(findInstance('p5.48xlarge')!)).toHaveLength(33);
  });

  test('leave out the first card where it takes none', () => {
    const slots = efaLayout(findInstance('p6-b300.48xlarge')!);
    expect(slots?.[1]).toEqual({ networkCardIndex: 1, deviceIndex: 0, interfaceType: 'efa-only' });
    expect(slots?.at(-1)).toEqual({ networkCardIndex: 16, deviceIndex: 0, interfaceType: 'efa-only' });
  });

  test('are none where there is no EFA, or where it is unknown', () => {
    for (const name of ['g6e.xlarge', 'p6e-gb200.36xlarge', 'trn2.3xlarge']) expect(efaLayout(findInstance(name)!)).toBeUndefined();
  });

  test('never share a place, and are as many as the instance takes', () => {
    for (const row of instanceRows) {
      const slots = efaLayout(row);
      if (!slots) continue;
      expect(new Set(slots.map(({ networkCardIndex, deviceIndex }) => `${networkCardIndex}/${deviceIndex}`)).size).toBe(slots.length);
      expect(slots.filter(({ interfaceType }) => interfaceType === 'efa-only')).toHaveLength(row.efaInterfaces ?? 0);
      expect(Math.max(...slots.map(({ networkCardIndex }) => networkCardIndex))).toBe((row.networkCards ?? 0) - 1);
    }
  });
});
