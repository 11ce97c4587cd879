import { App, type AppProps, type EksCluster, grantRead, Namespace } from 'keelson';
import workloads from '../online-boutique/workloads.json' with { type: 'json' };
import { closeNamespace } from './closed.ts';
import { EDGE } from './gateway.ts';
import type { Models } from './models.ts';
import type { Stage } from './stage.ts';
import type { Storage } from './storage.ts';

/** Online Boutique, whose assistant asks a model of the platform. */
export function addShop(cluster: EksCluster, stage: Stage, models: Models, storage: Storage): void {
  const shop = new Namespace(cluster, 'shop', {
    labels: { 'acme.example/public': 'true' },
    quota: { cpu: '40', memory: '60Gi', pods: 150 },
    limits: { cpu: '100m', memory: '128Mi' }, // the quota takes no container without
  });
  closeNamespace(shop);
  for (const [id, workload] of Object.entries<AppProps>(workloads))
    if (id !== 'frontend') new App(shop, id, { ...workload, ...(stage.production && sizeOf(id)) });
  const assistant = models['qwen3-8b'];
  const frontend = new App(shop, 'frontend', {
    ...workloads.frontend,
    ...(stage.production && { autoscale: { min: 3, max: 12 } }),
    route: { hosts: [`shop.${stage.domain}`], gateway: 'public', gatewayNamespace: EDGE },
    env: {
      ...workloads.frontend.env,
      SHOPPING_ASSISTANT_SERVICE_ADDR: `${assistant?.host}:${assistant?.port}`,
      PRODUCT_PICTURES_BUCKET: storage.pictures.name,
    },
  });
  grantRead(storage.pictures, frontend);
}

/** What every visit needs follows the visits; what keeps carts is one; the rest is twice there. */
function sizeOf(id: string): Pick<AppProps, 'autoscale' | 'replicas'> {
  if (['cartservice', 'checkoutservice', 'currencyservice', 'productcatalogservice', 'recommendationservice'].includes(id))
    return { autoscale: { min: 2, max: 10 } };
  return id === 'redis-cart' || id === 'loadgenerator' ? {} : { replicas: 2 };
}
