import { onDemand, reserved, spot } from 'keelson';
import type { Stage } from './stage.ts';

const REGION = 'eu-north-1';

/** What `keelson bootstrap <stage>` printed, in bootstrap/<stage>. */
export const bootstrapped = (stage: string, account: string, key: string) => ({
  account,
  region: REGION,
  state: {
    bucket: `acme-ml-${stage}-${account}-state`,
    kmsKeyArn: `arn:aws:kms:${REGION}:${account}:key/${key}`,
  },
  roles: {
    plan: `arn:aws:iam::${account}:role/acme-ml-${stage}-plan`,
    apply: `arn:aws:iam::${account}:role/acme-ml-${stage}-apply`,
  },
});

/** The stages, in the order in which a change passes through them. */
export const stages: readonly Stage[] = [
  {
    name: 'dev',
    place: bootstrapped('dev', '222222222222', '22222222-0000-4000-8000-000000000001'),
    domain: 'dev.acme.example',
    production: false,
    network: { cidr: '10.16.0.0/16', zones: ['a', 'b'], nat: 'single' },
    systemNodes: 2,
    controllers: 1,
    systemDisk: { sizeGiB: 60 },
    pools: { l40s: { maxNodes: 5, capacity: [spot(), onDemand()] } },
    models: { 'qwen3-8b': { context: 16_384, concurrency: 8, replicas: 1, maxReplicas: 2 } },
    monthlyBudget: 8_000,
    logDays: 30,
  },
  {
    name: 'staging',
    place: bootstrapped('staging', '333333333333', '33333333-0000-4000-8000-000000000001'),
    domain: 'staging.acme.example',
    production: false,
    network: { cidr: '10.32.0.0/16', zones: ['a', 'b', 'c'], nat: 'single' },
    systemNodes: 3,
    controllers: 2,
    systemDisk: { sizeGiB: 100 },
    pools: { l40s: { maxNodes: 6, capacity: [spot(), onDemand()] }, h100: { maxNodes: 1, capacity: [onDemand()] } },
    models: {
      'qwen3-8b': { context: 16_384, concurrency: 16, replicas: 1, maxReplicas: 3 },
      'qwen3-32b': { context: 32_768, concurrency: 16, replicas: 1, maxReplicas: 2 },
    },
    monthlyBudget: 40_000,
    logDays: 90,
  },
  {
    name: 'prod',
    place: bootstrapped('prod', '444444444444', '44444444-0000-4000-8000-000000000001'),
    domain: 'prod.acme.example',
    production: true,
    network: { cidr: '10.64.0.0/16', zones: ['a', 'b', 'c'], nat: 'zone' },
    systemNodes: 3,
    controllers: 2,
    systemDisk: { sizeGiB: 100, throughput: 250 },
    pools: {
      l40s: { maxNodes: 22, capacity: [onDemand()] },
      h100: { maxNodes: 4, capacity: [reserved('cr-0a1b2c3d4e5f60001', { zone: 'a' }), onDemand()] },
      h200: { maxNodes: 2, capacity: [reserved('cr-0a1b2c3d4e5f60002', { zone: 'b' })] },
    },
    training: { block: 'cr-0a1b2c3d4e5f60003', zone: 'c', nodes: 4 },
    models: {
      'qwen3-8b': { context: 16_384, concurrency: 16, replicas: 3, maxReplicas: 6 },
      'llama-3-8b': { context: 16_384, concurrency: 16, replicas: 2, maxReplicas: 4 },
      'qwen3-14b': { context: 8_192, concurrency: 8, replicas: 2, maxReplicas: 4 },
      'qwen3-32b': { context: 32_768, concurrency: 32, replicas: 2, maxReplicas: 6 },
      'llama-3-70b': { context: 65_536, concurrency: 32, replicas: 2, maxReplicas: 3 },
    },
    monthlyBudget: 900_000,
    logDays: 365,
  },
];
