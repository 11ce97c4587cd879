import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import { discover, resourcePath } from '../../lib/apply/kubernetes/client/discovery.ts';
import type { OpenAssembly } from '../../lib/assembly/open.ts';
import { type KubernetesUnitFile, objectId } from '../../lib/assembly/schema.ts';
import { sandboxFolder } from '../../lib/sandbox/cache.ts';
import { SandboxClient } from '../../lib/sandbox/client/sandbox-client.ts';
import { putDefinitions } from '../../lib/sandbox/nodes/put-objects.ts';
import { applyUnits } from '../../lib/toolkit/apply/apply.ts';
import { declaredCluster, neededDefinitions } from '../../lib/toolkit/sandbox/declared.ts';
import { root, run } from '../support/run.ts';
import { OwnApiServer } from './support/restart.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
/** What the API server gives each object by itself. */
const SERVERS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation'];

/** Examples that one cluster can hold: the shop of one and the shop of another are in one namespace, which belongs to one of them. */
const TOGETHER = [
  { environment: 'dev', examples: ['quickstart', 'online-boutique'] },
  { environment: 'prod', examples: ['online-boutique'] },
  { environment: 'dev', examples: ['inference-platform'] },
  { environment: 'prod', examples: ['inference-platform'] },
  { environment: 'staging', examples: ['inference-platform'] },
];

describe("Flux's and Argo CD's way in", () => {
  const servers = { kubectl: new OwnApiServer(), keelson: new OwnApiServer() };
  afterEach(() => Promise.all(Object.values(servers).map((server) => server.remove())));

  it.for(TOGETHER)(
    'kubectl apply --server-side -R -f of the plain units of $examples, $environment, gives the same objects as keelson apply',
    { timeout: 180_000 },
    async ({ environment, examples }, context) => {
      if (!hasKubectl) context.skip('there is no kubectl on this machine');
      await Promise.all(Object.values(servers).map((server) => server.start()));
      for (const example of examples) {
        const directory = join(root, 'examples', example, 'deploy');
        const target = { directory, root: join(root, 'examples', example), environment };
        const declared = declaredCluster(target);
        const { definitions } = neededDefinitions(declared, target);
        const steps = plainUnits(declared.assembly, environment);
        const units = steps.flat();
        expect(units.length).toBeGreaterThan(1);
        const [byKubectl, byKeelson] = await Promise.all([
          define(servers.kubectl, definitions).then(async () => {
            for (const step of steps) await kubectlApply(servers.kubectl, directory, step);
            return live(servers.kubectl, units);
          }),
          define(servers.keelson, definitions).then(async () => {
            const { errors } = await applyUnits({ directory, environment, sandbox: servers.keelson.name, timeoutSeconds: 0 });
            expect(errors).toEqual([]);
            return live(servers.keelson, units);
          }),
        ]);
        expect(Object.keys(byKeelson).length).toBeGreaterThan(5);
        expect(byKeelson).toEqual(byKubectl);
      }
    },
  );
});

/** Units of an environment that have no bindings, in steps: each after those that it depends on. */
function plainUnits({ units }: OpenAssembly, environment: string): KubernetesUnitFile[][] {
  const left = new Map(
    [...units].filter(
      (entry): entry is [string, KubernetesUnitFile] =>
        entry[0].startsWith(`${environment}/`) && entry[1].plane === 'kubernetes' && entry[1].bindings.length === 0,
    ),
  );
  const steps: KubernetesUnitFile[][] = [];
  while (left.size > 0) {
    const due = [...left].filter(([, { dependsOn }]) => dependsOn.every(({ unit }) => !left.has(unit)));
    for (const [key] of due) left.delete(key);
    steps.push(due.map(([, unit]) => unit));
  }
  return steps;
}

async function define(server: OwnApiServer, definitions: Parameters<typeof putDefinitions>[1]): Promise<void> {
  const client = new SandboxClient(sandboxFolder(server.name));
  try {
    await putDefinitions(client, definitions);
  } finally {
    client.close();
  }
}

async function kubectlApply(server: OwnApiServer, directory: string, units: readonly KubernetesUnitFile[]): Promise<void> {
  const folders = units.map(({ objects }) => join(directory, (objects[0]?.file ?? '').split('/').slice(0, 4).join('/')));
  const args = ['--kubeconfig', server.kubeconfig, 'apply', '--server-side', '-R', ...folders.flatMap((folder) => ['-f', folder])];
  const { code, stderr } = await run('kubectl', args, { cwd: root });
  expect([folders, code, stderr]).toEqual([folders, 0, '']);
}

/** Every object of the units as it is in the cluster, but for what the server and its controllers say of it. */
async function live(server: OwnApiServer, units: readonly KubernetesUnitFile[]): Promise<Record<string, unknown>> {
  const connection = connect({ kubeconfig: server.kubeconfig });
  try {
    const discovery = await discover(connection);
    const found: Record<string, unknown> = {};
    for (const object of units.flatMap(({ objects }) => objects)) {
      const resource = discovery.resource(object.apiVersion, object.kind);
      if (!resource) throw new Error(`no ${object.kind}`);
      const { text } = await connection.request({ method: 'GET', path: resourcePath(resource, object.namespace, object.name) });
      const { metadata, spec, status: _, ...rest } = JSON.parse(text) as Record<'metadata' | 'spec' | 'status', Record<string, unknown>>;
      const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVERS_OWN.includes(key)));
      const { clusterIP, clusterIPs, ...ownSpec } = spec ?? {};
      found[objectId(object)] = { ...rest, metadata: kept, spec: ownSpec };
    }
    return found;
  } finally {
    connection.close();
  }
}
