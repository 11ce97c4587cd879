import {
  App,
  type AppProps,
  Bucket,
  Cluster,
  Environment,
  GpuNodePool,
  grantRead,
  ModelServer,
  Namespace,
  NodePool,
  Platform,
} from 'keelson';
import type { Stage } from './stage.ts';
import stages from './stages.json' with { type: 'json' };
import workloads from './workloads.json' with { type: 'json' };

const platform = new Platform('boutique');
for (const stage of stages as readonly Stage[]) addShop(platform, stage);
platform.synth();

/** The twelve workloads of the shop, the model behind its assistant, and its pictures. */
function addShop(platform: Platform, { name, nodes, pool, assistant: size, overlay, ...place }: Stage): void {
  const environment = new Environment(platform, name, place);
  const cluster = Cluster.existing(environment, 'main', { version: '1.36' });
  NodePool.existing(cluster, 'general', nodes);
  const gpus = GpuNodePool.existing(cluster, 'inference', pool);
  const pictures = new Bucket(environment, 'pictures', { versioned: name === 'prod' });
  const assistant = new ModelServer(cluster, 'assistant', { model: 'Qwen/Qwen3-8B', pool: gpus, ...size });

  const shop = new Namespace(cluster, 'shop');
  for (const [id, workload] of Object.entries<AppProps>(workloads)) {
    if (id !== 'frontend') new App(shop, id, { ...workload, ...overlay[id] });
  }
  const frontend = new App(shop, 'frontend', {
    ...workloads.frontend,
    ...overlay['frontend'],
    env: {
      ...workloads.frontend.env,
      SHOPPING_ASSISTANT_SERVICE_ADDR: `${assistant.host}:${assistant.port}`,
      PRODUCT_PICTURES_BUCKET: pictures.name, // known once Terraform has made the bucket
    },
  });
  grantRead(pictures, frontend);
}
