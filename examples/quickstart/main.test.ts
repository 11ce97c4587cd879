import { matchers, type Synthesised, synthProgram } from 'keelson/testing';
import { beforeAll, expect, test } from 'vitest';

expect.extend(matchers);

let assembly: Synthesised;
beforeAll(async () => {
  assembly = await synthProgram(() => import('./main.ts'), { root: import.meta.dirname });
});

test('the chat application knows where the model is', () => {
  const { spec } = assembly.object('Deployment', 'chat') as { spec?: { template: { spec: { containers: { env: unknown[] }[] } } } };
  expect(spec?.template.spec.containers[0]?.env).toContainEqual({
    name: 'OPENAI_BASE_URL',
    value: 'http://qwen.acme.svc.cluster.local:8000/v1',
  });
});

test('the model server takes one GPU of the pool, and its revision is pinned', () => {
  const server = JSON.stringify(assembly.object('Deployment', 'qwen'));
  expect(server).toContain('"nvidia.com/gpu":1');
  expect(server).toContain('--revision=b968826d9c46dd6066d109eabc6255188de91218');
});
