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

test('each model of prod runs in its pool, scales by what waits, and is pinned', () => {
  const servers = assembly.find('Deployment', undefined, 'serving') as unknown as {
    metadata: { name: string };
    spec: { replicas?: number; template: { spec: { nodeSelector: Record<string, string>; containers: { args: string[] }[] } } };
  }[];
  const pools = new Map(servers.map(({ metadata, spec }) => [metadata.name, spec.template.spec.nodeSelector['keelson.dev/node-pool']]));
  expect(Object.fromEntries(pools)).toEqual({
    'qwen3-8b': 'l40s',
    'llama-3-8b': 'l40s',
    'qwen3-14b': 'l40s',
    'qwen3-32b': 'h100',
    'llama-3-70b': 'h200',
  });
  for (const { spec } of servers) {
    expect(spec.replicas).toBeUndefined(); // the ScaledObject's
    expect(spec.template.spec.containers[0]?.args).toContainEqual(expect.stringMatching(/^--revision=[0-9a-f]{40}$/));
  }
});

test('training has nodes that are always there, with all their EFA', () => {
  expect(assembly).toHaveResource('aws_eks_node_group.h200-training_node-group', { capacity_type: 'CAPACITY_BLOCK' });
});

test('the load balancer of prod is behind the firewall', () => {
  expect(assembly).toBind('gateway.k8s.aws/LoadBalancerConfiguration/edge/public', {
    unit: 'prod/terraform.edge',
    output: 'aws_wafv2_web_acl_firewall_arn',
  });
});
