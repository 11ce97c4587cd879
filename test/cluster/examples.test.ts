import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { discover, resourcePath } from '../../lib/apply/kubernetes/client/discovery.ts';
import type { ObjectMeta } from '../../lib/apply/kubernetes/client/lists.ts';
import { openAssembly } from '../../lib/assembly/open.ts';
import { directorySource } from '../../lib/assembly/source.ts';
import { findBuiltinKind } from '../../lib/facts/kubernetes/kinds.ts';
import { root, run } from '../support/run.ts';
import { nodesSandbox, noNodes, removeNodesSandbox } from './support/nodes-sandbox.ts';

interface Applied {
  readonly units: readonly {
    readonly events: readonly object[];
    readonly readiness: readonly {
      readonly object: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string };
      readonly status: string;
      readonly sentence: string;
    }[];
  }[];
  readonly errors: readonly unknown[];
}

/** Kinds to whose objects controllers write again and again: of them, only what the applier wrote is compared. */
const BUSY = ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ResourceQuota'];

describe('an example in a sandbox', () => {
  beforeEach((context) => {
    if (noNodes !== undefined) context.skip(`no nodes: ${noNodes}`);
  });
  afterEach(() => removeNodesSandbox('examples'));

  it.each([
    ['quickstart', 'dev'],
    ['online-boutique', 'dev'],
    ['online-boutique', 'prod'],
  ])(
    '%s %s is accepted, becomes ready on the nodes of its pools, and is not written again',
    async (example, environment) => {
      const folder = join(root, 'examples', example);
      const directory = join(folder, 'deploy');
      const { name, kubeconfig, unknownKinds } = await nodesSandbox('examples', { declared: { directory, root: folder, environment } });
      expect(unknownKinds).toEqual([]);
      const apply = async (): Promise<Applied> => {
        const args = ['apply', '--env', environment, '--sandbox', name, '--timeout', '60', '--output', 'json'];
        const { code, stdout, stderr } = await run(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { cwd: folder });
        expect([stderr, code, (JSON.parse(stdout) as Applied).errors]).toEqual(['', 0, []]);
        return JSON.parse(stdout) as Applied;
      };
      const connection = connect({ kubeconfig });
      try {
        const first = await apply();
        const states = first.units.flatMap((unit) => unit.readiness);
        expect(states.length).toBeGreaterThan(0);
        // No controller has to give an Ingress an address, so nothing waits for it.
        for (const { object } of states.filter(({ object, status }) => object.kind === 'Ingress' && status === 'accepted')) {
          const path = `/apis/networking.k8s.io/v1/namespaces/${object.namespace}/ingresses/${object.name}`;
          const text = async () => (await connection.request({ method: 'GET', path })).text;
          await expect.poll(text, { timeout: 20_000, interval: 100 }).toContain('.sandbox.invalid');
        }
        const expected = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): readonly string[] =>
          findBuiltinKind(apiVersion, kind) ? ['ready', ...(kind === 'Ingress' ? ['accepted'] : [])] : ['accepted'];
        const wrong = states.filter(({ object, status }) => !expected(object).includes(status));
        expect(wrong).toEqual([]);
        const before = await versions(connection, directory, environment);
        const second = await apply();
        expect(second.units.flatMap((unit) => unit.events)).toEqual([]);
        expect(await versions(connection, directory, environment)).toEqual(before);
      } finally {
        connection.close();
      }
    },
    120_000,
  );
});

/** The version of every object of an environment; of a busy one when the applier wrote it last. */
async function versions(connection: Connection, directory: string, environment: string): Promise<Record<string, unknown>> {
  const discovery = await discover(connection);
  const { units } = openAssembly(directorySource(directory));
  const found: Record<string, unknown> = {};
  for (const [key, unit] of units) {
    if (unit.plane !== 'kubernetes' || !key.startsWith(`${environment}/`)) continue;
    for (const { apiVersion, kind, namespace, name } of unit.objects) {
      const resource = discovery.resource(apiVersion, kind);
      if (!resource) throw new Error(`${apiVersion} ${kind} is not served`);
      const path = resourcePath(resource, namespace, name);
      const { metadata } = JSON.parse((await connection.request({ method: 'GET', path })).text) as { readonly metadata: ObjectMeta };
      found[path] = BUSY.includes(kind) ? metadata.managedFields?.filter(({ manager }) => manager === 'keelson') : metadata.resourceVersion;
    }
  }
  return found;
}
