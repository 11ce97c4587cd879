import { App, Cluster, Environment, GpuNodePool, ModelServer, Platform } from 'keelson';

const platform = new Platform('acme');
const dev = new Environment(platform, 'dev');
const cluster = Cluster.existing(dev, 'main', { version: '1.36' });
const l40s = GpuNodePool.existing(cluster, 'l40s', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 });

const qwen = new ModelServer(cluster, 'qwen', {
  model: 'Qwen/Qwen3-8B', // its revision is pinned in models.lock
  pool: l40s,
  context: 16_384,
  concurrency: 8,
});

new App(cluster, 'chat', {
  image: 'traefik/whoami:v1.11.0@sha256:200689790a0a0ea48ca45992e0450bc26ccab5307375b41c84dfc4f2475937ab', // your own application
  args: ['--port=8080'],
  port: 8080,
  env: { OPENAI_BASE_URL: qwen.url },
});

platform.synth();
