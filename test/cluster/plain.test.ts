import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import { discover, resourcePath } from '../../lib/apply/kubernetes/client/discovery.ts';
import { type OpenAssembly, openAssembly } from '../../lib/assembly/open.ts';
import type { KubernetesUnitFile } from '../../lib/assembly/schema.ts';
import { directorySource } from '../../lib/assembly/source.ts';
import { applyUnits } from '../../lib/toolkit/apply/apply.ts';
import { root, run } from '../support/run.ts';
import { OwnApiServer } from './support/restart.ts';

const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
const directory = join(root, 'examples/quickstart/deploy');
/** What the API server gives each object by itself. */
const SERVERS_OWN = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation'];

describe("Flux's and Argo CD's way in", () => {
  const own = new OwnApiServer();
  afterAll(() => own.remove());

  /** Units of dev that have no bindings, each after those that it depends on. */
  const plainUnits = ({ units }: OpenAssembly): [string, KubernetesUnitFile][] => {
    const plain = [...units].filter(
      (entry): entry is [string, KubernetesUnitFile] => entry[1].plane === 'kubernetes' && entry[1].bindings.length === 0,
    );
    return plain
      .sort(([a, { dependsOn }], [b]) => (dependsOn.some((edge) => edge.unit === b) ? 1 : a < b ? -1 : 1))
      .sort(([, a], [, b]) => a.dependsOn.length - b.dependsOn.length);
  };

  /** Every object of the units as it is in the cluster, by its file. */
  const live = async (assembly: OpenAssembly): Promise<Record<string, unknown>> => {
    const connection = connect({ kubeconfig: own.kubeconfig });
    try {
      const discovery = await discover(connection);
      const found: Record<string, unknown> = {};
      for (const [, { objects }] of plainUnits(assembly)) {
        for (const { apiVersion, kind, namespace, name, file } of objects) {
          const resource = discovery.resource(apiVersion, kind);
          if (!resource) throw new Error(`no ${kind}`);
          const { text } = await connection.request({ method: 'GET', path: resourcePath(resource, namespace, name) });
          const { metadata, spec, ...rest } = JSON.parse(text) as { metadata: Record<string, unknown>; spec?: Record<string, unknown> };
          const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVERS_OWN.includes(key)));
          const { clusterIP, clusterIPs, ...ownSpec } = spec ?? {};
          found[file] = { ...rest, metadata: kept, spec: ownSpec };
        }
      }
      return found;
    } finally {
      connection.close();
    }
  };

  it('kubectl apply --server-side -R -f of plain units gives the same objects as keelson apply', async (context) => {
    if (!hasKubectl) context.skip('there is no kubectl on this machine');
    const assembly = openAssembly(directorySource(directory));
    expect(plainUnits(assembly).length).toBeGreaterThan(2);
    const kubeconfig = await own.start();
    for (const [, { objects }] of plainUnits(assembly)) {
      const folder = (objects[0]?.file ?? '').split('/').slice(0, 4).join('/');
      const args = ['--kubeconfig', kubeconfig, 'apply', '--server-side', '-R', '-f', join(directory, folder)];
      const { code, stderr } = await run('kubectl', args, { cwd: root });
      expect([code, stderr]).toEqual([0, '']);
    }
    const byKubectl = await live(assembly);
    await own.remove();
    const outcome = await applyUnits({ directory, environment: 'dev', kubeconfig: await own.start(), timeoutSeconds: 0 });
    expect(outcome.errors).toEqual([]);
    const byKeelson = await live(assembly);
    expect(Object.keys(byKeelson).length).toBeGreaterThan(5);
    expect(byKeelson).toEqual(byKubectl);
  }, 120_000);
});
