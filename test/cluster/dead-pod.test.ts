import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { clusterUid } from '../../lib/apply/kubernetes/client/cluster-identity.ts';
import { DirectoryLease } from '../../lib/apply/lease/directory-lease.ts';
import type { PodIdentity } from '../../lib/apply/lease/holder.ts';
import { isPodGone, thisPod } from '../../lib/apply/lease/pod.ts';
import { temporaryFolder } from '../support/run.ts';
import { TestCluster } from './support/cluster.ts';
import { programFolder, start } from './support/program.ts';

describe('a pod', () => {
  const cluster = new TestCluster();
  afterEach(() => vi.unstubAllEnvs());

  const make = async (namespace: string, name: string, node?: string): Promise<PodIdentity> => {
    await cluster.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await cluster.request('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
    });
    const response = await cluster.request('POST', `/api/v1/namespaces/${namespace}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'applier', image: 'applier' }], ...(node !== undefined && { nodeName: node }) },
    });
    const { metadata } = JSON.parse(response.text) as { metadata: { uid: string } };
    return {
      clusterUid: await clusterUid(cluster.connection),
      namespace,
      name,
      uid: metadata.uid,
      ...(node !== undefined && { node }),
    };
  };
  const remove = (pod: PodIdentity) =>
    cluster.request('DELETE', `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}?gracePeriodSeconds=0`);
  const node = async (name: string, ready: 'True' | 'Unknown'): Promise<string> => {
    await cluster.request('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } });
    const conditions = [{ type: 'Ready', status: ready, lastHeartbeatTime: new Date().toISOString() }];
    await cluster.request('PATCH', `/api/v1/nodes/${name}/status`, { status: { conditions } }, 'application/merge-patch+json');
    return name;
  };

  it('that is there is not gone; one that was removed, or ended, is', async () => {
    const namespace = cluster.name('pods');
    const ready = await node(cluster.name('ready'), 'True');
    const pod = await make(namespace, 'applier', ready);
    expect(await isPodGone(cluster.connection, pod)).toBe(false);
    await remove(pod);
    expect(await isPodGone(cluster.connection, pod)).toBe(true);
    // Another pod of the same name is another one.
    await make(namespace, 'applier', ready);
    expect(await isPodGone(cluster.connection, pod)).toBe(true);

    const job = await make(namespace, 'job', ready);
    const ended = (state: object, phase: string) =>
      cluster.request(
        'PATCH',
        `/api/v1/namespaces/${namespace}/pods/job/status`,
        { status: { phase, containerStatuses: [{ name: 'applier', image: 'i', imageID: '', ready: false, restartCount: 0, state }] } },
        'application/merge-patch+json',
      );
    await ended({ running: {} }, 'Running');
    expect(await isPodGone(cluster.connection, job)).toBe(false);
    await ended({ terminated: { exitCode: 137 } }, 'Failed');
    expect(await isPodGone(cluster.connection, job)).toBe(true);
    await cluster.request('DELETE', `/api/v1/nodes/${ready}`);
  });

  it('that was removed from a node that does not answer may still run, and one of another cluster is not known', async () => {
    const namespace = cluster.name('lost');
    const lost = await node(cluster.name('lost'), 'Unknown');
    const pod = await make(namespace, 'applier', lost);
    await remove(pod);
    expect(await isPodGone(cluster.connection, pod)).toBe(false);
    const { node: _, ...unknownNode } = pod;
    expect(await isPodGone(cluster.connection, unknownNode)).toBe(false);
    expect(await isPodGone(cluster.connection, { ...pod, clusterUid: '11111111-2222-4333-8444-555555555555' })).toBe(false);
    await cluster.request('DELETE', `/api/v1/nodes/${lost}`);
    expect(await isPodGone(cluster.connection, pod)).toBe(true);
  });

  it('that has the lease of an environment is waited for while it is there, and not any more when it is gone', async () => {
    const namespace = cluster.name('holds');
    const own = await node(cluster.name('holds'), 'True');
    const pod = await make(namespace, 'applier', own);
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace }, data: {} };
    const folder = programFolder(cluster.assembly({ only: [map] }));
    const [store, now] = [temporaryFolder(), new Date().toISOString()];
    const environment = cluster.key().replace(/\/main$/, '');
    const elsewhere = { token: 't', host: 'applier', pid: 1, bootId: 'b', pidNamespace: 'p', startTime: '1' };
    await new DirectoryLease(join(store, 'leases', environment)).write(
      { holder: { ...elsewhere, pod }, durationSeconds: 300, takenAt: now, renewedAt: now, transitions: 1 },
      null,
    );
    const args = ['--timeout', '0', '--kubeconfig', cluster.kubeconfig, '--store', store, '--lease-timeout', '0'];
    const refused = await start(folder, 'apply', ...args).ended;
    expect(refused).toMatchObject({ code: 5, stdout: expect.stringContaining(`waiting for pod ${namespace}/applier (${pod.uid})`) });
    expect(refused.stderr).toContain(`KS8061 ${environment}: pod ${namespace}/applier (${pod.uid}) has it since ${now}`);
    await remove(pod);
    expect(await start(folder, 'apply', ...args).ended).toMatchObject({ code: 0, stderr: '' });
    await cluster.request('DELETE', `/api/v1/nodes/${own}`);
  }, 60_000);

  it('knows itself by the token that it has', async () => {
    const namespace = cluster.name('self');
    const own = await node(cluster.name('own'), 'True');
    const pod = await make(namespace, 'applier', own);
    const asked = await cluster.request('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: [], boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: pod.name, uid: pod.uid } },
    });
    const { status } = JSON.parse(asked.text) as { status: { token: string } };
    // What a pod may ask: which cluster it is in.
    await cluster.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: namespace },
      rules: [{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] }],
    });
    await cluster.request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: namespace },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
    });
    const folder = mkdtempSync(join(temporaryFolder(), 'serviceaccount-'));
    writeFileSync(join(folder, 'token'), status.token);
    writeFileSync(join(folder, 'ca.crt'), readFileSync(join(dirname(cluster.kubeconfig), 'certs', 'apiserver.crt')));
    const { port } = new URL(cluster.connection.server);
    vi.stubEnv('KUBERNETES_SERVICE_HOST', '127.0.0.1');
    vi.stubEnv('KUBERNETES_SERVICE_PORT', port);
    expect(await thisPod(folder)).toEqual(pod);
    writeFileSync(join(folder, 'token'), 'no.token.at-all');
    expect(await thisPod(folder)).toBeUndefined();
    vi.stubEnv('KUBERNETES_SERVICE_HOST', '');
    expect(await thisPod(folder)).toBeUndefined();
    await cluster.request('DELETE', `/api/v1/nodes/${own}`);
  });
});
