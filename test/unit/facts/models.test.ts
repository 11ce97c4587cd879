import { describe, expect, test } from 'vitest';
import { findImage, imagePins, imageReference } from '../../../lib/facts/images/images.ts';
import { findModel, findRevision, knownModels, modelRows, revisionRows } from '../../../lib/facts/models/models.ts';
import { hasVllmFlag, vllmFlags } from '../../../lib/facts/vllm/flags.ts';

describe('models', () => {
  test('names are those of the tables', () => {
    const names = new Set([...modelRows.map((row) => row.name), ...revisionRows.map((row) => row.name)]);
    expect([...knownModels].sort()).toEqual([...names].sort());
  });

  test('KV cache per token follows from the shape', () => {
    for (const model of modelRows) {
      if (model.kvBytesPerToken16Bit === undefined || model.windowLayers !== undefined) continue;
      const layers = model.fullAttentionLayers ?? model.layers;
      const perLayer =
        model.attention === 'mla' ? (model.kvLoraRank ?? 0) + (model.ropeDim ?? 0) : 2 * (model.kvHeads ?? 0) * (model.headDim ?? 0);
      expect(layers * perLayer * 2, model.name).toBe(model.kvBytesPerToken16Bit);
    }
  });

  test('weights of 16 bits are two bytes a parameter', () => {
    for (const { name, parameters, weightsGib, checkpoint } of modelRows) {
      if (checkpoint !== 'bf16' || parameters === undefined || weightsGib === undefined) continue;
      expect(Math.abs((parameters * 2) / 2 ** 30 - weightsGib) / weightsGib, name).toBeLessThan(0.01);
    }
  });

  test('unknown is absent, never zero', () => {
    expect(findModel('deepseek-ai/DeepSeek-V4-Pro')).not.toHaveProperty('weightsGib');
    expect(findModel('acme/none')).toBeUndefined();
    for (const model of modelRows) expect(Object.values(model)).not.toContain(0);
  });

  test('revisions are whole commits', () => {
    expect(findRevision('Qwen/Qwen3-8B')).toMatchObject({ revision: 'b968826d9c46dd6066d109eabc6255188de91218', license: 'apache-2.0' });
    for (const row of revisionRows) expect(row.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(new Set(revisionRows.map((row) => row.name)).size).toBe(revisionRows.length);
  });
});

describe('images', () => {
  test('are written with their digest where it is known', () => {
    expect(imageReference(findImage('vllm-openai')!)).toBe(
      'vllm/vllm-openai:v0.30.0@sha256:8a69ffad015f138d7170c4ddc429e230a3bc1c1719f67e14324749df200a4b90',
    );
    expect(imageReference(findImage('podinfo')!)).toBe('ghcr.io/stefanprodan/podinfo:6.14.0');
    for (const pin of imagePins) expect(pin.digest ?? `sha256:${'0'.repeat(64)}`).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(new Set(imagePins.map((pin) => pin.name)).size).toBe(imagePins.length);
  });
});

describe('vLLM flags', () => {
  test('exist from their first version to the one that removed them', () => {
    expect(hasVllmFlag('--shutdown-timeout', '0.30.0')).toBe(true);
    expect(hasVllmFlag('--shutdown-timeout', '0.9.2')).toBe(false);
    expect(hasVllmFlag('--swap-space', '0.18.0')).toBe(false);
    expect(hasVllmFlag('--swap-space', '0.17.1')).toBeUndefined();
    expect(hasVllmFlag('--max-model-len', '0.30.0')).toBeUndefined();
    expect(hasVllmFlag('--nonsense', '0.30.0')).toBeUndefined();
  });

  test('each names its source', () => {
    for (const row of vllmFlags) expect(row.source).toMatch(/\S/);
  });
});
