import { describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { errorsOf, TestCluster, type Units } from './support/cluster.ts';

const NAMESPACES = 6;
/** Of namespaces; the namespaces themselves are one more. */
const KINDS = ['ConfigMap', 'ServiceAccount', 'Service', 'NetworkPolicy'] as const;
/** Discovery, the identity of the cluster and the records: none of it grows with what is applied. */
const FIXED = 8;

describe('an apply that has nothing to do', () => {
  const cluster = new TestCluster();

  const units = (prefix: string, each: number): Units => {
    const spaces = Array.from({ length: NAMESPACES }, (_, n) => cluster.name(`${prefix}${n}`));
    const spec = { Service: { clusterIP: 'None', ports: [{ port: 80 }] }, NetworkPolicy: { podSelector: {} } } as Record<string, object>;
    const objects = (namespace: string) =>
      KINDS.flatMap((kind) =>
        Array.from({ length: each }, (_, i) => ({
          apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1',
          kind,
          metadata: { name: `o${i}`, namespace },
          ...(spec[kind] && { spec: spec[kind] }),
        })),
      );
    return {
      spaces: spaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      ...Object.fromEntries(spaces.map((name, n) => [`team${n}`, objects(name)])),
    };
  };

  /** Requests by method of an apply, through a connection of its own. */
  const requestsOf = async (wanted: Units, perNamespace: boolean): Promise<Record<string, number>> => {
    const real = connect({ kubeconfig: cluster.kubeconfig });
    const methods: Record<string, number> = {};
    const connection: Connection = {
      server: real.server,
      get sent() {
        return real.sent;
      },
      request: (request) => {
        methods[request.method] = (methods[request.method] ?? 0) + 1;
        return real.request(request);
      },
      stream: (request, line) => real.stream(request, line),
      close: () => real.close(),
    };
    try {
      expect(errorsOf(await cluster.apply(wanted, { after, connection, perNamespace }))).toEqual([]);
      return methods;
    } finally {
      real.close();
    }
  };
  const after = Object.fromEntries(Array.from({ length: NAMESPACES }, (_, n) => [`team${n}`, ['spaces']]));

  it('costs one list per kind, or per kind and namespace, however many objects there are, and no write', async () => {
    const small = units('s', 2);
    expect(errorsOf(await cluster.apply(small, { after }))).toEqual([]);
    const wide = await requestsOf(small, false);
    const narrow = await requestsOf(small, true);
    expect([Object.keys(wide), Object.keys(narrow)]).toEqual([['GET'], ['GET']]);
    expect(wide['GET']).toBeLessThanOrEqual(FIXED + 1 + KINDS.length);
    expect(narrow['GET']).toBeLessThanOrEqual(FIXED + 1 + KINDS.length * NAMESPACES);
    const large = { ...units('s', 20) };
    expect(errorsOf(await cluster.apply(large, { after }))).toEqual([]);
    expect([await requestsOf(large, false), await requestsOf(large, true)]).toEqual([wide, narrow]);
  }, 60_000);
});
