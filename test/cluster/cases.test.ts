import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { ApiRequest, ApiResponse, Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { readStore } from '../../lib/apply/kubernetes/inventory/store.ts';
import { applyUnits } from '../../lib/toolkit/apply/apply.ts';
import { temporaryFolder } from '../support/run.ts';
import { doneIn, errorsOf, TestCluster } from './support/cluster.ts';
import { TroubleProxy } from './support/proxy.ts';
import { OwnApiServer } from './support/restart.ts';

const map = (name: string, namespace: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...more },
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const definition = (group: string, plural: string, kind: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural, kind, listKind: `${kind}List` },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
});

describe('cases against a real API server', () => {
  const cluster = new TestCluster();
  let serial = 0;
  const space = async (): Promise<string> => {
    const name = cluster.name(`c${serial++}`);
    expect((await cluster.request('POST', '/api/v1/namespaces', namespace(name))).status).toBe(201);
    return name;
  };
  const pathOf = (ns: string, name: string) => `/api/v1/namespaces/${ns}/configmaps/${name}`;

  it('case 2: waits with the objects of a definition that takes more than three seconds to be established', async () => {
    const group = `slow.${cluster.id}.example.com`;
    const ns = await space();
    const sent: string[] = [];
    let until = Number.POSITIVE_INFINITY;
    const { connection } = cluster;
    const slow: Connection = {
      server: connection.server,
      get sent() {
        return connection.sent;
      },
      close: () => undefined,
      stream: (request, line) => connection.stream(request, line),
      async request(request: ApiRequest): Promise<ApiResponse> {
        const response = await connection.request(request);
        const isDry = request.query?.dryRun !== undefined;
        if (request.path.endsWith(`/slows.${group}`) && request.method === 'PATCH' && !isDry) until = performance.now() + 3500;
        if (request.path.endsWith(`/slows.${group}`) && request.method === 'GET' && performance.now() < until) {
          sent.push('not established');
          return { ...response, text: JSON.stringify({ ...JSON.parse(response.text), status: {} }) };
        }
        if (request.path.includes(`/apis/${group}/`) && request.method === 'PATCH')
          sent.push(performance.now() < until ? 'too early' : 'in time');
        return response;
      },
    };
    const object = { apiVersion: `${group}/v1`, kind: 'Slow', metadata: { name: 'a', namespace: ns } };
    const results = await cluster.apply({ two: [object, definition(group, 'slows', 'Slow')] }, { connection: slow });
    expect([errorsOf(results), doneIn(results.two)]).toEqual([[], [`created CustomResourceDefinition slows.${group}`, 'created Slow a']]);
    expect(new Set(sent)).toEqual(new Set(['not established', 'in time']));
  }, 30_000);

  it('case 4: applies a Role and its binding as a service account that has the same rights and no more', async () => {
    const ns = await space();
    const user = `system:serviceaccount:${ns}:keelson`;
    const rights = [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
      { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['get', 'create', 'patch'] },
    ];
    const rbac = (kind: string, name: string, more: object) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name, namespace: ns },
      ...more,
    });
    const bound = (role: string, subjects: readonly object[]) => ({
      subjects,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    });
    const subject = { kind: 'ServiceAccount', name: 'keelson', namespace: ns };
    const base = `/apis/rbac.authorization.k8s.io/v1/namespaces/${ns}`;
    expect((await cluster.request('POST', `${base}/roles`, rbac('Role', 'keelson', { rules: rights }))).status).toBe(201);
    expect(
      (await cluster.request('POST', `${base}/rolebindings`, rbac('RoleBinding', 'keelson', bound('keelson', [subject])))).status,
    ).toBe(201);
    const reader = rbac('Role', 'reader', { rules: [rights[0]] });
    const binding = rbac(
      'RoleBinding',
      'reader',
      bound('reader', [{ kind: 'User', name: 'someone', apiGroup: 'rbac.authorization.k8s.io' }]),
    );
    const rules = { impersonate: { user } };
    await expect.poll(async () => errorsOf(await cluster.apply({ four: [binding, reader] }, { rules })), { timeout: 10_000 }).toEqual([]);
    expect(await cluster.get(`${base}/rolebindings/reader`)).toBeDefined();
    const more = rbac('Role', 'writer', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] });
    const refused = await cluster.apply({ four: [binding, reader, more] }, { rules });
    expect(errorsOf(refused)).toEqual([expect.stringMatching(/KS8008 .*attempting to grant RBAC permissions not currently held/)]);
  });

  it('case 22: keeps an object whose deletion is denied in the inventory, and deletes it when that is lifted', async () => {
    const ns = await space();
    const policies = '/apis/admissionregistration.k8s.io/v1';
    const name = cluster.name('deny');
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['configmaps'] }] },
        validations: [{ expression: 'false', message: 'nobody deletes here' }],
      },
    };
    const selector = { matchLabels: { 'kubernetes.io/metadata.name': ns } };
    const binding = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'], matchResources: { namespaceSelector: selector } },
    };
    const first = await cluster.apply({ deny: [map('a', ns), map('b', ns), map('c', ns)] });
    expect(errorsOf(first)).toEqual([]);
    await cluster.request('POST', `${policies}/validatingadmissionpolicies`, policy);
    await cluster.request('POST', `${policies}/validatingadmissionpolicybindings`, binding);
    await cluster.request('POST', `/api/v1/namespaces/${ns}/configmaps`, map('probe', ns));
    const probe = `${pathOf(ns, 'probe')}?dryRun=All`;
    await expect.poll(async () => (await cluster.request('DELETE', probe)).status, { timeout: 15_000 }).toBe(422);
    const denied = await cluster.apply({ deny: [map('b', ns), map('c', ns)] });
    expect(errorsOf(denied)).toEqual([expect.stringMatching(/KS8004 \/ConfigMap\/\S+\/a: DELETE was refused .*nobody deletes here/)]);
    const stored = await readStore(cluster.connection, cluster.key());
    expect([...(stored.get(`${cluster.key()}/${cluster.name('deny')}`)?.record.keys() ?? [])]).toContain(`/ConfigMap/${ns}/a`);
    await cluster.request('DELETE', `${policies}/validatingadmissionpolicybindings/${name}`);
    await cluster.request('DELETE', `${policies}/validatingadmissionpolicies/${name}`);
    await expect.poll(async () => (await cluster.request('DELETE', probe)).status, { timeout: 15_000 }).toBe(200);
    const lifted = await cluster.apply({ deny: [map('b', ns), map('c', ns)] });
    expect([errorsOf(lifted), doneIn(lifted.deny)]).toEqual([[], ['deleted ConfigMap a']]);
  }, 60_000);

  it('case 23: names the finalizer that keeps an object, within bounds, while all others go on', async () => {
    const ns = await space();
    const stuck = map('stuck', ns, { finalizers: ['example.com/stuck'] });
    const stays = map('stays', ns);
    const all = { stuck: [stuck, map('goes', ns), stays], after: [map('after', ns)] };
    await cluster.apply({ stuck: all.stuck });
    const units = { stuck: [stays], after: all.after };
    const options = { after: { after: ['stuck'] }, readyWithinMs: 300 };
    const results = await cluster.apply(units, options);
    expect([errorsOf(results), doneIn(results.stuck), doneIn(results.after)]).toEqual([
      [],
      ['deleted ConfigMap goes', 'deleted ConfigMap stuck'],
      ['created ConfigMap after'],
    ]);
    const sentence = `KS8015 ConfigMap ${ns}/stuck: it was deleted, and waits for the finalizer example.com/stuck`;
    expect(results.stuck?.lingering?.map((error) => error.message)).toEqual([expect.stringContaining(sentence)]);
    const again = await cluster.apply(units, options);
    expect(again.stuck?.lingering?.map((error) => error.message)).toEqual([expect.stringContaining(sentence)]);
    await cluster.request('PATCH', pathOf(ns, 'stuck'), { metadata: { finalizers: null } }, 'application/merge-patch+json');
    const free = await cluster.apply(units, options);
    expect([errorsOf(free), free.stuck?.lingering]).toEqual([[], []]);
  });

  it('case 28: takes nothing for absent that it could not read, neither in the cluster nor in the output', async () => {
    const ns = await space();
    await cluster.apply({ unread: [map('a', ns), map('b', ns)] });
    const proxy = new TroubleProxy(cluster.kubeconfig, (_, request) =>
      request.method === 'GET' && /^\/api\/v1\/configmaps\?/.test(request.url ?? '') ? { what: 'answer', status: 503 } : { what: 'pass' },
    );
    const kubeconfig = await proxy.start(temporaryFolder());
    const connection = connect({ kubeconfig, attempts: 2 });
    try {
      await expect(cluster.apply({ unread: [map('a', ns)] }, { connection })).rejects.toThrow(
        /KS8004 list of configmaps: GET was refused with 503/,
      );
      await proxy.stop();
      await expect(cluster.apply({ unread: [map('a', ns)] }, { connection })).rejects.toThrow(/KS8003 .*had no answer after 2 attempts/);
    } finally {
      connection.close();
    }
    const directory = join(temporaryFolder(), 'deploy');
    await expect(applyUnits({ directory, kubeconfig: cluster.kubeconfig })).rejects.toThrow(/^KS3007 .*there is no such directory/);
    expect(await cluster.get(pathOf(ns, 'b'))).toBeDefined();
  });

  it('case 30: sends nothing more before the time that Retry-After names, and then goes on', async () => {
    const ns = await space();
    const refusedAt: number[] = [];
    const passedAt: number[] = [];
    const proxy = new TroubleProxy(cluster.kubeconfig, (index) => {
      // The first ten writes are refused; what is under way with them may be, too.
      if (index >= 12 && refusedAt.length < 10) {
        refusedAt.push(performance.now());
        return { what: 'answer', status: 429, retryAfter: 1 };
      }
      if (refusedAt.length >= 10) passedAt.push(performance.now());
      return { what: 'pass' };
    });
    const connection = connect({ kubeconfig: await proxy.start(temporaryFolder()), mostAtOnce: 8 });
    try {
      const results = await cluster.apply({ storm: Array.from({ length: 40 }, (_, i) => map(`m${i}`, ns)) }, { connection });
      expect(errorsOf(results)).toEqual([]);
      expect(refusedAt).toHaveLength(10);
      // Eight were under way at most when the first refusal came.
      expect(passedAt.filter((at) => at < (refusedAt[0] as number) + 900).length).toBeLessThanOrEqual(8);
    } finally {
      connection.close();
      await proxy.stop();
    }
  }, 30_000);

  it('case 30: prunes nothing of a group that the API server does not tell, and does once it is told', async () => {
    const group = `partial.${cluster.id}.example.com`;
    const ns = await space();
    const object = { apiVersion: `${group}/v1`, kind: 'Part', metadata: { name: 'a', namespace: ns } };
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    expect((await cluster.request('POST', crds, definition(group, 'parts', 'Part'))).status).toBe(201);
    await expect
      .poll(async () => errorsOf(await cluster.apply({ part: [object, map('m', ns)] })), { timeout: 15_000, interval: 300 })
      .toEqual([]);
    const service = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1.${group}` },
      spec: {
        group,
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 15,
        insecureSkipTLSVerify: true,
        service: { name: 'none', namespace: 'default' },
      },
    };
    const services = '/apis/apiregistration.k8s.io/v1/apiservices';
    // The definition's own API service is replaced by one that does not answer.
    const put = await cluster.get(`${services}/v1.${group}`);
    await cluster.request('PUT', `${services}/v1.${group}`, {
      ...service,
      metadata: { ...service.metadata, resourceVersion: put?.metadata.resourceVersion },
    });
    const without = { part: [map('m', ns)] };
    const known = async () => [
      ...((await readStore(cluster.connection, cluster.key())).get(`${cluster.key()}/${cluster.name('part')}`)?.record.keys() ?? []),
    ];
    await expect.poll(async () => (await cluster.request('GET', `/apis/${group}/v1/parts`)).status, { timeout: 15_000 }).toBe(503);
    const impatient = connect({ kubeconfig: cluster.kubeconfig, attempts: 2 });
    const partial = await cluster.apply(without, { connection: impatient }).catch((error: Error) => error);
    impatient.close();
    if (!(partial instanceof Error)) expect(doneIn(partial.part)).toEqual([]);
    expect(await known()).toContain(`${group}/Part/${ns}/a`);
    await cluster.request('DELETE', `${services}/v1.${group}`);
    await cluster.request('DELETE', `${crds}/parts.${group}`);
  }, 90_000);

  it('case 32: ends its wait for readiness when another apply writes the unit', async () => {
    const ns = await space();
    const deployment = (replicas: number) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: ns },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'd' } },
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'example.com/a:1' }] } },
      },
    });
    let isWaiting = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      isWaiting = resolve;
    });
    // There is no node, so it is never ready.
    const first = cluster.apply({ wait: [deployment(1)] }, { readyWithinMs: 600_000, waiting: () => isWaiting() });
    await waits;
    const fixed = await cluster.apply({ wait: [deployment(2)] });
    expect([errorsOf(fixed), doneIn(fixed.wait)]).toEqual([[], ['configured Deployment d']]);
    expect(errorsOf(await first)).toEqual([expect.stringMatching(/KS8023 .*written by another apply while this one waited/)]);
  }, 60_000);

  it('bad input 15: a wrong interval or expression fails its unit alone', async () => {
    const ns = await space();
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c', namespace: ns },
      spec: {
        schedule: 'every ( hour',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'a' }] } } } },
      },
    };
    const results = await cluster.apply({ good: [map('good', ns)], bad: [cron, map('bad', ns)] });
    expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8008 .*every \( hour/)]);
    expect(await cluster.get(pathOf(ns, 'good'))).toBeDefined();
    expect(await cluster.get(pathOf(ns, 'bad'))).toBeUndefined();
  });

  it('bad input 16: refuses a manifest that is another object, or has the label of another unit, than its unit says', async () => {
    const ns = await space();
    const elsewhere = { manifest: map('a', 'kube-system'), entry: { namespace: ns } };
    const results = await cluster.apply({ forged: [elsewhere] });
    expect(errorsOf(results)).toEqual([expect.stringMatching(/KS8022 .*it is not the \/ConfigMap\/\S+\/a that its unit lists/)]);
    expect(await cluster.get(pathOf('kube-system', 'a'))).toBeUndefined();
  });
});

describe('an admission webhook that is down', () => {
  const own = new OwnApiServer({ webhooks: true });
  afterAll(() => own.remove());

  it('case 30: is waited for, and the apply goes on when it is back', async () => {
    const connection = connect({ kubeconfig: await own.start() });
    const hooks = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'down' },
      webhooks: [
        {
          name: 'down.example.com',
          clientConfig: { url: 'https://127.0.0.1:1/' },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'webhook' } },
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
        },
      ],
    };
    const post = (path: string, body: object) => connection.request({ method: 'POST', path, body: JSON.stringify(body) });
    try {
      await post('/api/v1/namespaces', namespace('webhook'));
      await post(hooks, webhook);
      const probe = '/api/v1/namespaces/webhook/configmaps';
      await expect
        .poll(
          async () =>
            (await connection.request({ method: 'POST', path: `${probe}?dryRun=All`, body: JSON.stringify(map('p', 'webhook')) })).status,
          { timeout: 10_000 },
        )
        .toBe(500);
      let refused = 0;
      const proxy = new TroubleProxy(own.kubeconfig);
      proxy.seen = (status) => {
        // It is back after some requests failed for it.
        if (status === 500 && ++refused === 3) void connection.request({ method: 'DELETE', path: `${hooks}/down` });
      };
      const through = connect({ kubeconfig: await proxy.start(temporaryFolder()) });
      const results = await own.cluster.apply({ hook: [map('a', 'webhook'), map('b', 'webhook')] }, { connection: through });
      expect(errorsOf(results)).toEqual([]);
      expect(refused).toBeGreaterThanOrEqual(3);
      through.close();
      await proxy.stop();
    } finally {
      connection.close();
    }
  }, 120_000);
});
