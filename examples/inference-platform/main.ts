import { Environment, Platform } from 'keelson';
import { addAccess } from './access.ts';
import { addAccount } from './account.ts';
import { addAddons } from './addons.ts';
import { Alarms, watchCluster } from './alarms.ts';
import { addAlerts } from './alerts.ts';
import { addBackup } from './backup.ts';
import { addCluster } from './cluster.ts';
import { addCosts } from './costs.ts';
import { addDns } from './dns.ts';
import { addFirewall } from './edge.ts';
import { addGateways } from './gateway.ts';
import { addKeys } from './keys.ts';
import { addModels } from './models.ts';
import { addMonitoring } from './monitoring.ts';
import { addNetwork } from './network.ts';
import { addPools } from './pools.ts';
import { addQueues } from './queues.ts';
import { addRegistry } from './registry.ts';
import { addSecrets } from './secrets.ts';
import { addShared } from './shared.ts';
import { addShop } from './shop.ts';
import type { Stage } from './stage.ts';
import { stages } from './stages.ts';
import { addStorage } from './storage.ts';
import { addTeams } from './teams.ts';
import { addTrail } from './trail.ts';

const platform = new Platform('acme-ml');
const shared = addShared(platform, stages);
for (const stage of stages) addStage(platform, stage);
platform.synth();

/** A stage: an account with a network, a cluster with pools and add-ons, and what runs there. */
function addStage(platform: Platform, stage: Stage): void {
  const environment = new Environment(platform, stage.name, { ...stage.place, tags: { owner: 'ml-platform', 'cost-center': 'ml' } });
  const keys = addKeys(environment);
  const alarms = new Alarms(environment, stage, keys);
  const storage = addStorage(environment, stage, keys);
  const secrets = addSecrets(environment, keys);
  const registry = addRegistry(environment, stage, { keys, shared });
  addAccount(environment, stage, keys, alarms);
  addCosts(environment, stage, alarms);
  addTrail(environment, stage, { keys, storage, alarms });
  if (stage.production) addBackup(environment, stage, { keys, storage, alarms });

  const network = addNetwork(environment, stage, keys);
  const dns = addDns(environment, stage);
  const cluster = addCluster(environment, stage, network, keys);
  watchCluster(alarms, cluster);
  const pools = addPools(cluster, stage, keys);
  addAddons(cluster, stage, { keys, dns });
  addMonitoring(cluster, stage, secrets);
  addAlerts(cluster, stage);
  addGateways(cluster, stage, dns, addFirewall(environment, stage, keys, alarms));
  addAccess(cluster, stage, addTeams(cluster, stage, storage));
  addQueues(cluster, stage);
  const models = addModels(cluster, stage, { pools, secrets, registry });
  addShop(cluster, stage, models, storage);
}
