import { describe, expect, test } from 'vitest';
import { acceleratorMemoryGib, findInstance, findInstances, gpuMemoryGib, instanceRows } from '../../../lib/facts/gpus/instances.ts';
import { acceleratorFacts, gpuModels, isGpuModel, neuronModels } from '../../../lib/facts/gpus/models.ts';

describe('GPU instances', () => {
  test('are found by model and number of GPUs, smallest first', () => {
    expect(findInstances({ gpu: 'L40S', count: 4 }).map((row) => row.name)).toEqual(['g6e.12xlarge', 'g6e.24xlarge']);
    expect(findInstances({ gpu: 'H100', count: 8 }).map((row) => row.name)).toEqual(['p5.48xlarge']);
    expect(findInstances({ gpu: 'A100-80GB' }).map((row) => row.name)).toEqual(['p4de.24xlarge']);
  });

  test('leave out fractions of a GPU and retired types', () => {
    expect(findInstances({ gpu: 'L4' }).map((row) => row.name)).not.toContain('g6f.large');
    expect(findInstances({ gpu: 'V100-16GB' })).toEqual([]);
    expect(findInstance('g6f.large')?.count).toBeUndefined();
  });

  test('count on the smaller of published and visible memory', () => {
    expect(acceleratorMemoryGib(findInstance('g6e.xlarge')!)).toBe(44.4);
    expect(acceleratorMemoryGib(findInstance('p6-b300.48xlarge')!)).toBe(268.59);
    expect(gpuMemoryGib('T4')).toBe(14.56);
  });

  test('say nothing where the source says nothing, and never zero', () => {
    expect(acceleratorMemoryGib(findInstance('p6e-gb200.36xlarge')!)).toBeUndefined();
    expect(gpuMemoryGib('GB200')).toBeUndefined();
    expect(findInstance('trn2.3xlarge')).not.toHaveProperty('accelerator');
    expect(findInstance('p5e.48xlarge')).not.toHaveProperty('onDemandUsdPerHour');
    const neverZero = ['count', 'nominalGib', 'visibleGib', 'vcpus', 'ramGib', 'onDemandUsdPerHour', 'allocatableCpuMillis'] as const;
    for (const row of instanceRows) for (const field of neverZero) expect(row[field]).not.toBe(0);
  });

  test('are unique and name their source', () => {
    expect(instanceRows).toHaveLength(75);
    expect(new Set(instanceRows.map((row) => row.name)).size).toBe(75);
    for (const row of instanceRows) expect(row.source).toMatch(/\S/);
  });

  test('cover every accelerator model', () => {
    const used = new Set(instanceRows.map((row) => row.accelerator).filter(Boolean));
    expect([...used].sort()).toEqual([...gpuModels, ...neuronModels].sort());
  });

  test('a model is known by its exact name', () => {
    expect(isGpuModel('L40S')).toBe(true);
    expect(isGpuModel('l40s')).toBe(false);
    expect(isGpuModel('toString')).toBe(false);
    expect(acceleratorFacts('RTX-PRO-6000')).toEqual({ manufacturer: 'nvidia', label: 'rtx-pro-server-6000', resource: 'nvidia.com/gpu' });
    expect(acceleratorFacts('Trainium2').resource).toBe('aws.amazon.com/neuron');
  });
});
