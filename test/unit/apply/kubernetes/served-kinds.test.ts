import { expect, it } from 'vitest';
import { discoverServed, servedKinds } from '../../../../lib/apply/kubernetes/apply/served-kinds.ts';
import type { Connection } from '../../../../lib/apply/kubernetes/client/connection.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'routes.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Route' },
    versions: [
      { name: 'v1', served: true },
      { name: 'v1alpha1', served: false },
    ],
  },
};

it('a kind is not missing since the server was slow to tell of it', async () => {
  expect(servedKinds(definition)).toEqual([{ apiVersion: 'example.com/v1', kind: 'Route' }]);
  let answers = 0;
  const connection: Connection = {
    server: 'https://server',
    sent: 0,
    request: async ({ path }) => {
      if (path === '/api') return { status: 200, headers: {}, text: '{"items":[]}' };
      const known = ++answers >= 3;
      const resources = [{ resource: 'routes', responseKind: { kind: 'Route' }, scope: 'Namespaced' }];
      const items = known ? [{ metadata: { name: 'example.com' }, versions: [{ version: 'v1', resources }] }] : [];
      return { status: 200, headers: {}, text: JSON.stringify({ items }) };
    },
    stream: () => Promise.reject(new Error('nothing is watched')),
    close: () => undefined,
  };
  const discovery = await discoverServed(connection, () => servedKinds(definition));
  expect([answers, discovery.resource('example.com/v1', 'Route')?.plural]).toEqual([3, 'routes']);
});
