import { Environment, Platform } from 'keelson';
import { addAccess } from './access.ts';
import { addAddons } from './addons.ts';
import { addCluster } from './cluster.ts';
import { addKeys } from './keys.ts';
import { addModels } from './models.ts';
import { addNetwork } from './network.ts';
import { addPools } from './pools.ts';
import { addSecrets } from './secrets.ts';
import { addShop } from './shop.ts';
import type { Stage } from './stage.ts';
import { stages } from './stages.ts';
import { addStorage } from './storage.ts';

const platform = new Platform('acme-ml');
for (const stage of stages) addStage(platform, stage);
platform.synth();

/** A stage: an account with a network, a cluster with pools and add-ons, and what runs there. */
function addStage(platform: Platform, stage: Stage): void {
  const environment = new Environment(platform, stage.name, { ...stage.place, tags: { owner: 'ml-platform', 'cost-center': 'ml' } });
  const keys = addKeys(environment);
  const storage = addStorage(environment, stage, keys);
  const secrets = addSecrets(environment, keys);
  const network = addNetwork(environment, stage, keys);
  const cluster = addCluster(environment, stage, network, keys);
  const pools = addPools(cluster, stage, keys);
  addAddons(cluster, stage, { keys, secrets });
  addAccess(cluster);
  const models = addModels(cluster, stage, pools, secrets);
  addShop(cluster, stage, models, storage);
}
