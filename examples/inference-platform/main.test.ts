import { matchers, type Synthesised, synthProgram } from 'keelson/testing';
import { beforeAll, expect, test } from 'vitest';

expect.extend(matchers);

let assembly: Synthesised;
beforeAll(async () => {
  assembly = await synthProgram(() => import('./main.ts'), { root: import.meta.dirname });
});

test('the assistant of the shop is a model of the platform', () => {
  const { spec } = assembly.find('Deployment', 'frontend')[0] as unknown as {
    spec: { template: { spec: { containers: { env: unknown[] }[] } } };
  };
  expect(spec.template.spec.containers[0]?.env).toContainEqual({
    name: 'SHOPPING_ASSISTANT_SERVICE_ADDR',
    value: 'qwen3-8b.serving.svc.cluster.local:8000',
  });
});
