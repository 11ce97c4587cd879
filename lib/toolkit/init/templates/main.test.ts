import { matchers, type Synthesised, synthProgram } from 'keelson/testing';
import { beforeAll, expect, test } from 'vitest';

expect.extend(matchers);

let assembly: Synthesised;
beforeAll(async () => {
  assembly = await synthProgram(() => import('./main.ts'), { root: import.meta.dirname });
});

test('the chat application knows where the model is', () => {
  const deployment = assembly.object('Deployment', 'chat');
  expect(JSON.stringify(deployment)).toContain('http://qwen.');
});

test('the model server asks for one GPU and stays within its pool', () => {
  expect(assembly).toHaveObject('Deployment', 'qwen', { spec: { replicas: 1 } });
  expect(JSON.stringify(assembly.object('Deployment', 'qwen'))).toContain('"nvidia.com/gpu":1');
});
