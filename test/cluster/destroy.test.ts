import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyUnits } from '../../lib/toolkit/apply/apply.ts';
import { destroyUnits } from '../../lib/toolkit/apply/destroy.ts';
import type { TestObject } from '../support/assembly.ts';
import { root, run, temporaryFolder } from '../support/run.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { TestCluster } from './support/cluster.ts';
import { objects, Planes, stack } from './support/planes.ts';

const tool = findTool('tofu') ?? findTool('terraform');
const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

describe('an environment that is destroyed', () => {
  const cluster = new TestCluster();
  beforeEach(() => void vi.stubEnv('TF_CLI_CONFIG_FILE', '/dev/null'));
  afterEach(() => void vi.unstubAllEnvs());

  it('loses what Kubernetes made in the cloud first, then its units in the reverse of their order, and nothing else', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const space = cluster.name('gone');
    const platform = space;
    const planes = new Planes(temporaryFolder(), platform, tool);
    const core = `/api/v1/namespaces/${space}`;
    const front: TestObject = {
      manifest: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'front', namespace: space, finalizers: [FINALIZER] } as TestObject['manifest']['metadata'],
        spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
      },
    };
    const main = (unit: string) => `dev/kubernetes.main.${unit}`;
    const namespace: TestObject = { manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } } };
    planes.write({
      'dev/terraform.network': stack('network', { vpc: 'v' }),
      'dev/terraform.data': { ...stack('data', { host: 'db' }), dependsOn: [{ unit: 'dev/terraform.network', reasons: ['dependsOn'] }] },
      [main('namespaces')]: {
        objects: objects(platform, 'namespaces', [namespace]),
        dependsOn: [{ unit: 'dev/terraform.network', reasons: ['dependsOn'] }],
      },
      [main('app')]: {
        objects: objects(platform, 'app', [front]),
        dependsOn: [
          { unit: main('namespaces'), reasons: ['namespace'] },
          { unit: 'dev/terraform.data', reasons: ['binding'] },
        ],
      },
    });
    const { directory, policy, program: terraform, releases: store } = planes;
    const options = { directory, policy, terraform, store, kubeconfig: cluster.kubeconfig };
    expect((await applyUnits({ ...options, timeoutSeconds: 0 })).errors).toEqual([]);
    // What a StatefulSet leaves behind, and a bystander in another namespace.
    const claim = {
      metadata: { name: 'data-0' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'x', resources: { requests: { storage: '1Gi' } } },
    };
    expect((await cluster.request('POST', `${core}/persistentvolumeclaims`, claim)).status).toBe(201);
    const others = cluster.name('others');
    await cluster.request('POST', '/api/v1/namespaces', { metadata: { name: others } });
    const theirs = { metadata: { name: 'theirs' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } };
    expect((await cluster.request('POST', `/api/v1/namespaces/${others}/services`, theirs)).status).toBe(201);

    const keelson = (...args: readonly string[]) =>
      run(
        process.execPath,
        [
          join(root, 'dist/cli/main.js'),
          'destroy',
          '--terraform',
          terraform,
          '--policy',
          policy,
          '--store',
          store,
          '--kubeconfig',
          cluster.kubeconfig,
          ...args,
        ],
        {
          cwd: planes.folder,
          env: { ...process.env, NO_COLOR: '1' },
        },
      );
    const planned = await keelson();
    expect([planned.code, planned.stderr]).toEqual([4, expect.stringContaining('nothing was destroyed: repeat it with --confirm dev')]);
    expect(planned.stdout).toContain(`- delete PersistentVolumeClaim ${space}/data-0: its volume`);
    expect(planned.stdout).toContain('- delete terraform_data.vpc');
    expect(planned.stdout).not.toContain(others);
    expect([planes.state('network')?.resources, await cluster.get(`${core}/services/front`)]).toEqual([1, expect.anything()]);

    // The controller of load balancers takes its finalizer away when the cloud is done; until then nothing below goes.
    const ended: string[] = [];
    const destroyed = destroyUnits({
      ...options,
      confirm: 'dev',
      timeoutSeconds: 30,
      event: (event) => void (event.type === 'ended' && ended.push(`${event.unit} ${event.outcome.result}`)),
    });
    while (!(await cluster.get(`${core}/services/front`))?.metadata.deletionTimestamp) await sleep(50);
    expect(ended).toEqual([]);
    const patch = { metadata: { finalizers: null } };
    await cluster.request('PATCH', `${core}/services/front`, patch, 'application/merge-patch+json');
    expect((await destroyed).errors).toEqual([]);
    expect(ended).toEqual([
      `${main('app')} removed`,
      'dev/kubernetes.main removed',
      `${main('namespaces')} removed`,
      'dev/terraform.data removed',
      'dev/terraform.network removed',
    ]);
    expect([planes.state('network')?.resources, planes.state('data')?.resources]).toEqual([0, 0]);
    expect(await cluster.get(`${core}/persistentvolumeclaims/data-0`)).toBeUndefined();
    expect(await cluster.get(`/api/v1/namespaces/${others}/services/theirs`)).toBeDefined();
    const again = await destroyUnits({ ...options, confirm: 'dev' });
    expect([again.errors, again.units.filter(({ result }) => result === 'removed')]).toEqual([[], []]);
  }, 120_000);
});
