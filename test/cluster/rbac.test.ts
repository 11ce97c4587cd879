import { expect, it } from 'vitest';
import { applyCluster } from '../../lib/apply/kubernetes/apply/run-cluster.ts';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { clusterDrift } from '../../lib/apply/kubernetes/drift/cluster-drift.ts';
import { type AppliedObject, neededRights, type Rights } from '../../lib/apply/kubernetes/rbac/needed-rights.ts';
import { rightsManifests } from '../../lib/apply/kubernetes/rbac/rights-manifests.ts';
import { clusterStatus } from '../../lib/apply/kubernetes/status/cluster-status.ts';
import { findBuiltinKind } from '../../lib/facts/kubernetes/kinds.ts';
import type { TestManifest } from '../support/assembly.ts';
import { TestCluster, type Units } from './support/cluster.ts';

const cluster = new TestCluster();
const RBAC = 'rbac.authorization.k8s.io/v1';

/** What a team applies, by somebody who is no administrator: also a role, and who has it. */
const objects = (
  namespace: string,
  more: readonly string[] = [],
  refs: readonly string[] = ['Role/reader', 'ClusterRole/view'],
): readonly TestManifest[] => [
  ...['config', ...more].map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: 'b' } })),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] } },
    },
  },
  {
    apiVersion: RBAC,
    kind: 'Role',
    metadata: { name: 'reader', namespace },
    rules: [{ apiGroups: [''], resources: ['endpoints'], verbs: ['get'] }],
  },
  ...refs.map((ref) => {
    const [kind = '', name = ''] = ref.split('/');
    return {
      apiVersion: RBAC,
      kind: 'RoleBinding',
      metadata: { name: `to-${name}`, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects: [{ kind: 'ServiceAccount', name: 'web', namespace }],
    };
  }),
];

const rightsFor = (unit: readonly TestManifest[], perNamespace: boolean): Rights =>
  neededRights({
    objects: unit.map(
      (manifest): AppliedObject => ({
        apiVersion: manifest.apiVersion,
        kind: manifest.kind,
        plural: findBuiltinKind(manifest.apiVersion, manifest.kind)?.plural ?? '',
        namespace: manifest.metadata.namespace as string,
        name: manifest.metadata.name,
        manifest: manifest as NonNullable<AppliedObject['manifest']>,
      }),
    ),
    perNamespace,
    secretChecksums: false,
    impersonated: [],
  });

/** Gives the guest rights under a name, and waits until the API server goes by them. */
async function grant(rights: Rights, name: string): Promise<void> {
  for (const manifest of rightsManifests(rights, name, { kind: 'User', name: 'guest' })) {
    const { kind, apiVersion, metadata } = manifest as { kind: string; apiVersion: string; metadata: { name: string; namespace?: string } };
    const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const space = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
    const plural = findBuiltinKind(apiVersion, kind)?.plural;
    const path = `${root}${space}/${plural}/${encodeURIComponent(metadata.name)}?fieldManager=test&force=true`;
    const { status, text } = await cluster.request('PATCH', path, manifest, 'application/apply-patch+yaml');
    expect([status, text]).toEqual([expect.toSatisfy((code: number) => code === 200 || code === 201), expect.anything()]);
  }
}
async function revoke(name: string, namespaces: readonly string[]): Promise<void> {
  for (const kind of ['clusterroles', 'clusterrolebindings'])
    await cluster.request('DELETE', `/apis/${RBAC}/${kind}/${encodeURIComponent(name)}`);
  for (const namespace of namespaces)
    for (const kind of ['roles', 'rolebindings'])
      await cluster.request('DELETE', `/apis/${RBAC}/namespaces/${namespace}/${kind}/${encodeURIComponent(name)}`);
}
/** Until the API server answers as it shall whether the guest may do something. */
async function until(allowed: boolean, verb: string, group: string, resource: string, namespace: string): Promise<void> {
  const spec = { user: 'guest', resourceAttributes: { verb, group, resource, namespace } };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  for (;;) {
    const { text } = await cluster.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
    if ((JSON.parse(text) as { status: { allowed: boolean } }).status.allowed === allowed) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it.each([false, true])(
  'the rights that are printed are enough to apply, prune, tell the status and find drift (per namespace: %s)',
  async (perNamespace) => {
    const namespace = cluster.name(`rbac${perNamespace ? 'n' : 'c'}`);
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const unit = `rights${perNamespace ? 'n' : 'c'}`;
    const first = { [unit]: objects(namespace, ['gone'], ['ClusterRole/view']) };
    const name = `keelson:test:${namespace}`;
    await grant(rightsFor([...(first[unit] ?? []), ...objects(namespace)], perNamespace), name);
    await until(true, 'patch', '', 'configmaps', namespace);
    await until(true, 'create', '', 'configmaps', 'keelson-system');
    const guest = connect({ kubeconfig: cluster.guestKubeconfig });
    const run = (units: Units, connection: Connection = guest) => cluster.run(units, { connection, perNamespace });
    const errors = async (units: Units) =>
      (await applyCluster(run(units))).flatMap((result) => result.errors.map((error) => error.message));
    try {
      expect(await errors(first)).toEqual([]);
      const second = { [unit]: objects(namespace) };
      expect(await errors(second)).toEqual([]);
      expect((await clusterStatus(run(second)))[0]?.objects.map(({ status }) => status)).not.toContain('missing');
      expect(await clusterDrift(run(second), false)).toEqual([]);
      // One right less, and the words name it and how to get it.
      const less = rightsFor(objects(namespace), perNamespace);
      const without = (rules: Rights['cluster']) =>
        rules.map((rule) => (rule.apiGroups[0] === 'apps' ? { ...rule, verbs: rule.verbs.filter((verb) => verb !== 'patch') } : rule));
      const namespaces = new Map([...less.namespaces].map(([space, rules]) => [space, space === namespace ? without(rules) : rules]));
      await grant({ cluster: less.cluster, namespaces }, name);
      await until(false, 'patch', 'apps', 'deployments', namespace);
      const third = {
        [unit]: objects(namespace).map((one) =>
          one.kind === 'Deployment' ? { ...one, spec: { ...(one as unknown as { spec: object }).spec, paused: true } } : one,
        ),
      };
      expect((await errors(third)).join()).toMatch(
        /deployments\.apps "web" is forbidden: User "guest" cannot patch resource "deployments"/,
      );
    } finally {
      guest.close();
      await revoke(name, [namespace, 'keelson-system']);
    }
  },
  120_000,
);
