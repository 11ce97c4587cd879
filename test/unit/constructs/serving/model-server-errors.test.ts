import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../lib/constructs/access/secret.ts';
import type { IGpuNodePool } from '../../../../lib/constructs/gpu/gpu-pool-ref.ts';
import { Cluster } from '../../../../lib/constructs/platform/cluster.ts';
import { Namespace } from '../../../../lib/constructs/platform/namespace.ts';
import { ModelServer, type ModelServerProps } from '../../../../lib/constructs/serving/model-server.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { problems } from '../../../support/app.ts';
import { BASE, inCluster, LOCK, poolOf, synthServer } from '../../../support/serving.ts';

expect.extend(matchers);

const codesOf = (result: ReturnType<typeof synthServer>) => result.errors.map(({ code }) => code);

describe('a prop of a model server', () => {
  test.each([
    [{ model: 'Qwen3-8B' }, 'prop model is "Qwen3-8B"; it must be a name such as Qwen/Qwen3-8B'],
    [{ pool: 'l40s' }, 'prop pool is "l40s"; it must be a GpuNodePool'],
    [{ pool: { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 } }, 'it must be a GpuNodePool'],
    [{ pool: undefined }, 'prop pool is missing; give pool: a GpuNodePool'],
    [{ context: '16k' }, 'prop context is "16k"; it must be a number'],
    [{ concurrency: 0 }, 'prop concurrency is 0; it must be at least 1'],
    [{ replicas: 0 }, 'prop replicas is 0; it must be at least 1'],
    [{ tensorParallel: 1.5 }, 'prop tensorParallel is 1.5; it must be a whole number'],
    [{ gpuMemoryUtilization: 90 }, 'prop gpuMemoryUtilization is 90; it must be at most 1'],
    [{ concurrency: 64, maxBatchedTokens: 32 }, 'prop maxBatchedTokens is 32; it must be at least concurrency, which is 64'],
    [{ image: 'vllm/vllm-openai:latest' }, 'a tag other than latest'],
    [{ args: ['--max_model_len=4096'] }, 'prop args[0] is "--max_model_len=4096"; it must be absent: use the prop context'],
    [{ args: ['--enable-lora', '-tp', '2'] }, 'prop args[1] is "-tp"; it must be absent: use the prop tensorParallel'],
    [{ args: ['--api-key=secret'] }, 'it must be absent: give it as env: { VLLM_API_KEY: <a secret handle> }'],
    [{ args: ['--swap-space=4'] }, 'it must be absent: vLLM 0.30.0 has no --swap-space'],
    [{ token: 'hf_x' }, 'prop token is "hf_x"; it must be a secret handle'],
    [{ startupMinutes: 0.5 }, 'prop startupMinutes is 0.5; it must be a whole number'],
    [{ cache: { claim: 'weights', size: '10Gi' } }, 'prop cache.claim is "weights"; it must be absent when size or storageClass is given'],
    [{ cache: { storageClass: 'gp3' } }, 'cache.size'],
    [{ cache: { size: 60 } }, 'prop cache.size is 60'],
    [{ sharedMemoryGiB: 12 }, 'prop sharedMemoryGiB is 12; it must be less than memory, which is 12Gi'],
    [{ memory: '1Gi' }, 'it must be less than memory, which is 1Gi'],
    [{ memory: '12' }, 'prop memory is "12"; it must be a size with its unit'],
    [{ name: 'Qwen_3' }, 'prop name is "Qwen_3"; it must be lower case letters, digits and -'],
    [{ allowFrom: 'all' }, 'prop allowFrom is "all"'],
    [{ concurency: 8 }, 'unknown prop concurency; did you mean concurrency?'],
  ])('%j is told', (props, words) => {
    const found = problems(synthServer(props as Partial<ModelServerProps>));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('is no problem where the image is of another version', () => {
    expect(synthServer({ image: 'vllm/vllm-openai:v0.17.1', args: ['--swap-space=4'] }).errors).toEqual([]);
  });
});

describe('a pool that is too small', () => {
  test.each([
    [{ tensorParallel: 2 }, {}, 'a replica needs 2 GPUs on one node, and a node of l40s has 1'],
    [{ tensorParallel: 4, pipelineParallel: 4 }, { gpusPerNode: 8 }, 'a replica needs 16 GPUs on one node, and a node of l40s has 8'],
    [{ replicas: 5 }, {}, '5 replicas of 1 GPU are wanted, and l40s has room for 4'],
    [{ replicas: 9, tensorParallel: 4 }, { gpusPerNode: 8 }, '9 replicas of 4 GPUs are wanted, and l40s has room for 8'],
  ])('%j on %j is told', (props, pool, words) => {
    const result = synthServer(props, pool);
    expect(codesOf(result)).toEqual(['KS2001']);
    expect(result.errors[0]?.message).toContain(`${words}; lower tensorParallel or replicas, or choose a larger pool`);
  });

  test('is told for the server that has no room beside the others, and for no other', () => {
    const result = inCluster((cluster) => {
      const pool = poolOf(cluster, { maxNodes: 3 });
      for (const [name, replicas] of [
        ['one', 2],
        ['two', 2],
        ['three', 1],
      ] as const)
        new ModelServer(cluster, name, { ...BASE, pool, replicas });
    });
    expect(result.errors).toHaveLength(1);
    expect(result).toFailWith('KS2001', 'dev/main/two');
    expect(problems(result)[0]).toContain('2 replicas of 1 GPU are wanted, and l40s (3 x 1 GPUs) has no room for them beside one');
  });

  test('is not told where the pool itself is wrong: that is one error', () => {
    const result = synthServer({ replicas: 50, tensorParallel: 8 }, { gpusPerNode: 0 });
    expect(codesOf(result)).toEqual(['KS1001']);
  });

  test('of another cluster is told', () => {
    const result = synthTree(
      (platform) => {
        const [dev, prod] = ['dev', 'prod'].map((name) => Cluster.existing(new Environment(platform, name), 'main', { version: '1.36' }));
        new ModelServer(prod as Cluster, 'qwen', { ...BASE, pool: poolOf(dev as Cluster) });
      },
      { root: `${import.meta.dirname}/../../../../examples/quickstart` },
    );
    expect(problems(result)).toEqual(['the pool dev/main/l40s is in another cluster; give a pool of prod/main']);
  });
});

describe('a model', () => {
  test('that is not in models.lock is told with the line to add', () => {
    const lock = '{ "version": 1, "models": {} }';
    expect(problems(synthServer({}, {}, lock))).toEqual([
      'the model Qwen/Qwen3-8B is not in models.lock; add "Qwen/Qwen3-8B": { "revision": "b968826d9c46dd6066d109eabc6255188de91218" } to its models',
    ]);
    expect(problems(synthServer({ model: 'acme/other' }, {}, lock))).toEqual([
      'the model acme/other is not in models.lock; add "acme/other": { "revision": "<commit of the model repository>" } to its models',
    ]);
    expect(problems(synthServer({ model: 'acme/toString' }, {}, ''))).toEqual([
      expect.stringContaining('create models.lock beside the program: { "version": 1, "models": { "acme/toString"'),
    ]);
  });

  test.each([
    ['{', 'models.lock is no JSON'],
    ['[]', 'it in models.lock must be object'],
    ['{ "version": 2, "models": {} }', 'version in models.lock must be 1'],
    [
      '{ "version": 1, "models": { "Qwen/Qwen3-8B": { "revision": "main" } } }',
      'must be a commit of 40 hexadecimal digits, not a branch or tag',
    ],
    ['{ "version": 1, "models": { "Qwen/Qwen3-8B": "b968" } }', 'models.Qwen/Qwen3-8B in models.lock must be object'],
  ])('in the lock %j is told once for all servers', (lock, words) => {
    const result = inCluster((cluster) => {
      const pool: IGpuNodePool = poolOf(cluster);
      for (const name of ['one', 'two']) new ModelServer(cluster, name, { ...BASE, pool });
    }, lock);
    expect(codesOf(result)).toEqual(['KS1016']);
    expect(problems(result)[0]).toContain(words);
  });

  test('may be one without facts', () => {
    expect(synthServer({ model: 'acme/own', context: 1_000_000, tensorParallel: 7 }, { gpusPerNode: 8 }).errors).toEqual([]);
  });

  test('whose heads the GPUs can not share is told, with the sizes that can', () => {
    expect(problems(synthServer({ model: 'meta-llama/Llama-3.1-70B-Instruct', tensorParallel: 3 }, { gpusPerNode: 8 }))).toEqual([
      'meta-llama/Llama-3.1-70B-Instruct has 64 attention heads, which 3 GPUs can not share evenly; set tensorParallel to one of 1, 2, 4, 8, 16',
    ]);
  });

  test('with a shorter context is told, unless it is stretched', () => {
    const props = { context: 65_536 };
    expect(problems(synthServer(props))).toEqual([
      "the longest context of Qwen/Qwen3-8B is 40960 tokens, and 65536 are wanted; set context to at most 40960, or stretch the model's own in args: --hf-overrides=…",
    ]);
    expect(synthServer({ ...props, args: ['--hf-overrides={"rope_parameters":{}}'] }).errors).toEqual([]);
  });

  test('that is gated is told without a token, a variable with one, or a claim with the weights', () => {
    const model = 'meta-llama/Llama-3.1-8B-Instruct';
    expect(codesOf(synthServer({ model }))).toEqual(['KS2004']);
    expect(synthServer({ model, cache: { claim: 'weights' } }).errors).toEqual([]);
    const env = (cluster: Cluster) => ({ HF_TOKEN: Secret.existing(cluster, 'hugging-face', { key: 'token' }) });
    expect(
      inCluster((cluster) => new ModelServer(cluster, 'llama', { ...BASE, model, pool: poolOf(cluster), env: env(cluster) })).errors,
    ).toEqual([]);
  });

  test('may not take its token from another namespace', () => {
    const result = inCluster((cluster) => {
      const token = Secret.existing(new Namespace(cluster, 'ml'), 'hugging-face', { key: 'token' });
      new ModelServer(cluster, 'qwen', { ...BASE, pool: poolOf(cluster), token });
    });
    expect(result).toFailWith('KS1003', 'dev/main/qwen');
  });
});

test('the lock of the tests is one', () => {
  expect(Object.keys((JSON.parse(LOCK) as { models: object }).models).length).toBeGreaterThan(10);
});
