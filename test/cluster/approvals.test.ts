import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readStatement, writeStatement } from '../../lib/apply/approval/approval.ts';
import { approvalGate } from '../../lib/apply/approval/approval-gate.ts';
import { documentUnit } from '../../lib/apply/approval/change-document.ts';
import { ClusterApprovals } from '../../lib/apply/approval/cluster-approvals.ts';
import { GUARD } from '../../lib/apply/approval/cluster-manifests.ts';
import type { PlannedUnit } from '../../lib/apply/approval/planned-unit.ts';
import { clusterUid } from '../../lib/apply/kubernetes/client/cluster-identity.ts';
import type { ApiRequest, Connection, Impersonation } from '../../lib/apply/kubernetes/client/connection.ts';
import { parsePolicy } from '../../lib/apply/policy/policy.ts';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import { approvalsYaml } from '../../lib/toolkit/apply/approve.ts';
import { root, run, temporaryFolder } from '../support/run.ts';
import { findTool } from '../terraform/harness/tools.ts';
import { showRefusals, withoutDeletes } from './support/approval-refusals.ts';
import { TestCluster } from './support/cluster.ts';
import { Planes, stack } from './support/planes.ts';

const bin = join(root, 'dist/cli/main.js');
const tool = findTool('tofu') ?? findTool('terraform');

describe('approvals that a cluster keeps', () => {
  const cluster = new TestCluster();
  const alice: Impersonation = { user: 'alice', groups: ['platform-admins', 'system:authenticated'] };
  const mallory: Impersonation = { user: 'mallory', groups: ['interns', 'system:authenticated'] };
  const robot: Impersonation = { user: 'robot', groups: ['platform-admins', 'system:authenticated'] };
  const POLICY = {
    version: 1,
    approvals: {
      appliers: ['robot', 'ci'],
      cluster: 'dev/main',
      rules: [{ match: '*', by: ['alice', 'bob'], groups: ['platform-admins'] }],
    },
  };
  const policy = parsePolicy(JSON.stringify(POLICY), 'policy.yaml');
  const as = (impersonate: Impersonation): Connection =>
    // What the approvals use of a connection.
    ({ request: (request: ApiRequest) => cluster.connection.request({ ...request, impersonate }) }) as Connection;
  const store = (who: Impersonation) => new ClusterApprovals(as(who), 'dev/main', ['robot', 'ci']);
  const PATH = '/apis/keelson.dev/v1/namespaces/keelson-system/approvals';
  const paths: Readonly<Record<string, string>> = {
    Namespace: '/api/v1/namespaces',
    CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    ValidatingAdmissionPolicy: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
    ValidatingAdmissionPolicyBinding: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
    Role: '/apis/rbac.authorization.k8s.io/v1/namespaces/keelson-system/roles',
    RoleBinding: '/apis/rbac.authorization.k8s.io/v1/namespaces/keelson-system/rolebindings',
    ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  };

  /** What an administrator does with what `keelson rbac --approvals` prints. */
  const install = async () => {
    const file = join(temporaryFolder(), 'policy.yaml');
    writeFileSync(file, JSON.stringify(POLICY));
    for (const document of parseAllDocuments(approvalsYaml({ policy: file }))) {
      const manifest = document.toJS() as { kind: string; metadata: { name: string } };
      const { status, text } = await cluster.connection.request({
        method: 'PATCH',
        path: `${paths[manifest.kind]}/${manifest.metadata.name}`,
        query: { fieldManager: 'admin', force: true },
        contentType: 'application/apply-patch+yaml',
        body: JSON.stringify(manifest),
      });
      expect([200, 201], text).toContain(status);
    }
  };
  const planned: PlannedUnit = {
    plane: 'terraform',
    unit: 'dev/terraform.data',
    key: 'acme/dev/terraform/data',
    contentDigest: 'sha256:1',
    changes: { resources: [], outputs: [] },
    digest: 'sha256:2',
    removesUnit: true,
  };
  const statement = (by: string) =>
    writeStatement(by, new Date(), {
      schemaVersion: '1.0',
      kind: 'keelson-plan',
      platform: 'acme',
      environment: 'dev',
      units: [documentUnit(planned, 0, [])],
    });
  const object = (name: string, spec: object) => ({
    apiVersion: 'keelson.dev/v1',
    kind: 'Approval',
    metadata: { name },
    spec: { by: 'alice', environment: 'dev', statement: statement('alice'), ...spec },
  });
  const post = async (who: Impersonation, body: object, query: ApiRequest['query'] = {}) => {
    const { status, text } = await as(who).request({ method: 'POST', path: PATH, query, body: JSON.stringify(body) });
    return status === 201 ? 'made' : `${status} ${(JSON.parse(text) as { message: string }).message}`;
  };
  const check = () => approvalGate({ policy, environment: 'dev', approvals: store(robot) }).check(planned);

  it('are by whom the API server authenticated, and by nobody who applies', async () => {
    await expect(store(mallory).list('dev')).rejects.toThrow(
      /^KS8087 cluster dev\/main: it knows no approvals, or whoever applies may not read them/,
    );
    await install();
    const guarded = { timeout: 30_000, interval: 200 };
    // A new definition and a new policy reach the server's handlers after a moment.
    await vi.waitFor(
      async () => expect(await post(alice, object('probe', { by: 'bob' }), { dryRun: 'All' })).toContain('nobody approves in the name'),
      guarded,
    );

    expect(await post(alice, object('forged', { by: 'bob' }))).toMatch(/^422 .*nobody approves in the name of somebody else/);
    expect(await post(alice, object('grouped', { groups: ['system:masters'] }))).toMatch(
      /^422 .*spec\.groups must be groups of who makes it/,
    );
    expect(await post(robot, object('own', { by: 'robot' }))).toMatch(/^422 .*whoever applies can not approve/);
    expect(await post(mallory, object('stranger', { by: 'mallory' }))).toMatch(/^403 .*cannot create resource "approvals"/);
    expect((await check()).errors.map(({ code }) => code)).toEqual(['KS8080']);

    const where = await store(alice).add({ statement: statement('alice') });
    expect(await check()).toEqual({ errors: [], approval: { by: 'alice' } });
    const path = `${PATH}/${/approval keelson-system\/(\S+)/.exec(where)?.[1]}`;
    const change = { spec: { environment: 'prod' } };
    const changed = await cluster.request('PATCH', path, change, 'application/merge-patch+json');
    expect([changed.status, changed.text]).toEqual([422, expect.stringContaining('an approval is never changed')]);

    // An administrator who may all says that bob approved, in an approval of his own.
    const forged = await post(alice, object('named', { statement: statement('bob') }));
    expect(forged).toBe('made');
    await cluster.request('DELETE', path);
    const { errors } = await check();
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^KS8080 /),
      expect.stringMatching(/^KS8083 .*approval by bob .*: it was made by alice/),
    ]);
  }, 60_000);

  it('count only while the admission policy is as it was shipped, and was before them', async () => {
    await install();
    const binding = `${paths['ValidatingAdmissionPolicyBinding']}/${GUARD}`;
    await vi.waitFor(async () => expect(await store(alice).add({ statement: statement('alice') })).toContain('approval '), {
      timeout: 30_000,
      interval: 200,
    });
    expect((await check()).errors).toEqual([]);
    const untrusted = async () => (await check()).errors.filter(({ code }) => code === 'KS8087').map(({ message }) => message)[0];
    await cluster.request('PATCH', binding, { spec: { validationActions: ['Audit'] } }, 'application/merge-patch+json');
    expect(await untrusted()).toContain('is not as it was shipped for the appliers of the policy');
    await cluster.request('DELETE', binding);
    expect(await untrusted()).toContain('is not there, or can not be read');
    // Times of objects are in seconds.
    await vi.waitFor(
      async () => {
        await cluster.request('DELETE', binding);
        await install();
        expect(await untrusted()).toContain('it was made before the API server held approvals to who makes them');
      },
      { timeout: 30_000, interval: 200 },
    );
  }, 60_000);

  it('let go on the command line what was reviewed, and refuse all else with the reason', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    await install();
    const planes = new Planes(temporaryFolder(), cluster.name('cli'), tool);
    const clusters = { 'dev/main': { kubeconfig: cluster.kubeconfig, kubeSystemUid: await clusterUid(cluster.connection) } };
    writeFileSync(planes.policy, JSON.stringify({ ...withoutDeletes(readFileSync(planes.policy, 'utf8')), ...POLICY, clusters }));
    const keelson = async (verb: string, ...args: readonly string[]) => {
      const { code, stdout, stderr } = await run(
        process.execPath,
        [bin, verb, ...args, '--policy', planes.policy, '--store', planes.releases],
        {
          cwd: planes.folder,
          env: { ...process.env, XDG_STATE_HOME: join(planes.folder, 'home'), TF_CLI_CONFIG_FILE: '/dev/null', NO_COLOR: '1' },
        },
      );
      return { code, said: stdout + stderr };
    };
    /** A kubeconfig of somebody whom the API server knows by that name alone. */
    const known = (user: string): string => {
      const file = join(planes.folder, `${user}.kubeconfig`);
      const config = parse(readFileSync(cluster.kubeconfig, 'utf8')) as { users: { user: object }[] };
      const users = config.users.map((one) => ({ ...one, user: { ...one.user, as: user } }));
      writeFileSync(file, JSON.stringify({ ...config, users }));
      return file;
    };
    await vi.waitFor(
      async () =>
        expect(await post(robot, object('late', { by: 'robot' }), { dryRun: 'All' })).toContain('whoever applies can not approve'),
      { timeout: 30_000, interval: 200 },
    );
    // So that she gets as far as who may approve.
    const identity = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'keelson:cluster-identity' };
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: planes.platform },
      roleRef: identity,
      subjects: [{ ...identity, kind: 'User', name: 'mallory' }],
    };
    expect((await cluster.request('POST', paths['ClusterRoleBinding'] as string, binding)).status).toBe(201);
    await showRefusals({
      planes,
      keelson,
      approve: (who, file) => keelson('approve', file, '--kubeconfig', known(who), '--yes'),
      kept: async () =>
        (await store(robot).list('dev'))
          .map(({ statement }) => readStatement(statement))
          .flatMap((says) => (says?.document.platform === planes.platform ? says.by : [])),
      // An administrator of the cluster may let in whom the policy does not.
      forge: async (who, document) => {
        const groups = who === 'mallory' ? ['system:masters'] : [];
        await store({ user: who, groups: [...groups, 'system:authenticated'] }).add({
          statement: writeStatement(who, new Date(), document),
        });
      },
    });
    expect((await cluster.connection.request({ method: 'GET', path: PATH })).text).toContain('"by":"alice"');
  }, 180_000);
});

describe('approvals that are signed', () => {
  it('let what left the program go, as it was reviewed and not otherwise', async (context) => {
    if (!tool) return context.skip('no terraform and no tofu on this machine');
    const planes = new Planes(temporaryFolder(), 'acme', tool);
    const key = (name: string): string => {
      const file = join(planes.folder, name);
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
      return file;
    };
    const [alice, stranger] = [key('alice'), key('stranger')];
    const signers = [{ name: 'alice', keys: [readFileSync(`${alice}.pub`, 'utf8').trim()] }];
    const policy = JSON.parse(readFileSync(planes.policy, 'utf8')) as object;
    const approvals = { appliers: ['ci'], signers, rules: [{ match: 'acme/*', by: ['alice'] }] };
    writeFileSync(planes.policy, JSON.stringify({ ...policy, approvals }));
    const keelson = async (verb: string, ...args: readonly string[]) => {
      const { code, stdout, stderr } = await run(
        process.execPath,
        [bin, verb, ...args, '--policy', planes.policy, '--store', planes.releases],
        {
          cwd: planes.folder,
          env: { ...process.env, XDG_STATE_HOME: join(planes.folder, 'home'), TF_CLI_CONFIG_FILE: '/dev/null', NO_COLOR: '1' },
        },
      );
      return { code, said: stdout + stderr };
    };
    const terraform = ['--terraform', planes.program];
    const apply = () => keelson('apply', ...terraform);
    const data = stack('data', { x: '1' });
    planes.write({ 'dev/terraform.data': data, 'dev/terraform.other': stack('other', { y: '1' }) });
    expect(await apply()).toMatchObject({ code: 0 });

    planes.write({ 'dev/terraform.data': data });
    const file = join(planes.folder, 'plan.json');
    const reviewed = await keelson('plan', ...terraform, '--out', file);
    expect(reviewed).toEqual({
      code: 0,
      said: expect.stringContaining('needs an approval: it left the program, and all that it has goes'),
    });
    expect(await apply()).toEqual({
      code: 4,
      said: expect.stringContaining('KS8080 dev/terraform.other: 0 of 1 approvals: it left the program'),
    });
    expect(await keelson('apply', ...terraform, '--allow-deletes', '9')).toEqual({
      code: 2,
      said: expect.stringContaining('--allow-deletes approves nothing where the policy says who approves'),
    });

    const edited = join(planes.folder, 'edited.json');
    writeFileSync(edited, readFileSync(file, 'utf8').replace('terraform_data.y', 'terraform_data.z'));
    expect(await keelson('approve', edited, '--key', alice, '--yes')).toEqual({
      code: 2,
      said: expect.stringMatching(/KS8081 .*edited\.json: it was changed after it was written/),
    });
    expect(await keelson('approve', file, '--key', stranger, '--yes')).toEqual({
      code: 2,
      said: expect.stringMatching(/KS8088 .*the policy does not list this key/),
    });
    expect(await keelson('approve', file, '--key', alice)).toEqual({ code: 2, said: expect.stringContaining('this is no terminal') });
    expect(await keelson('approve', file, '--key', alice, '--yes')).toEqual({
      code: 0,
      said: expect.stringMatching(/- delete terraform_data\.y[\s\S]*approved by alice, approvals\/acme\/dev\//),
    });

    // Somebody else writes the state in between.
    const state = join(planes.folder, 'states/acme/dev/other.tfstate');
    const before = readFileSync(state, 'utf8');
    const { serial } = JSON.parse(before) as { serial: number };
    writeFileSync(state, JSON.stringify({ ...(JSON.parse(before) as object), serial: serial + 1 }));
    expect(await apply()).toEqual({
      code: 4,
      said: expect.stringMatching(new RegExp(`KS8082 .*of serial ${serial}, and now there is the state \\S+ of serial ${serial + 1}`)),
    });
    expect(planes.state('other')?.resources).toBe(1);
    writeFileSync(state, before);
    const kept = join(planes.releases, 'approvals/acme/dev');
    const [name = ''] = readdirSync(kept);
    const used = readFileSync(join(kept, name));
    expect(await apply()).toMatchObject({ code: 0 });
    expect(planes.state('other')?.resources).toBe(0);
    // It was for that, and goes with it.
    expect(readdirSync(kept)).toEqual([]);
    const releases = await new BlobReleases(new DirectoryStore(planes.releases), { platform: 'acme' }).latest('dev');
    expect(releases.get('acme/dev/terraform/other')).toMatchObject({ result: 'removed', approval: { by: 'alice' } });

    // It comes back, and goes again: what was approved once is no approval for ever.
    planes.write({ 'dev/terraform.data': data, 'dev/terraform.other': stack('other', { y: '1' }) });
    expect(await apply()).toMatchObject({ code: 0 });
    planes.write({ 'dev/terraform.data': data });
    writeFileSync(join(kept, name), used);
    expect(await apply()).toEqual({
      code: 4,
      said: expect.stringMatching(/KS8086 .*for what comes after release 1, and the unit has release 3/),
    });

    // So is what an earlier release takes away, here beyond the budget.
    const strict = JSON.parse(readFileSync(planes.policy, 'utf8')) as { units: { terraform: object }[] };
    const units = strict.units.map((one) => ({ ...one, terraform: { ...one.terraform, mostDeletes: 0 } }));
    writeFileSync(planes.policy, JSON.stringify({ ...strict, units }));
    const other = stack('other', { y: '1' });
    planes.write({ 'dev/terraform.data': stack('data', { x: '1', z: '2' }), 'dev/terraform.other': other });
    expect(await apply()).toMatchObject({ code: 0 });
    const back = (...args: readonly string[]) => keelson('rollback', ...terraform, '--to', 'terraform.data@1', ...args);
    expect(await back()).toEqual({
      code: 4,
      said: expect.stringMatching(/1 resources would be deleted: the policy allows 0[\s\S]*keelson rollback --out plan\.json/),
    });
    expect(await back('--out', file)).toEqual({ code: 0, said: expect.stringContaining('plan.json: 1 unit to approve') });
    expect(await keelson('approve', file, '--key', alice, '--yes')).toMatchObject({ code: 0 });
    expect(await back()).toMatchObject({ code: 0 });
    expect([planes.state('data')?.resources, planes.state('other')?.resources]).toEqual([1, 1]);

    // The end of the environment is approved, too: its name on the command line is not enough.
    const destroy = (...args: readonly string[]) => keelson('destroy', ...terraform, ...args);
    expect(await destroy('--confirm', 'dev')).toEqual({
      code: 4,
      said: expect.stringMatching(
        /KS8080 dev\/terraform\.data: 0 of 1 approvals: all that it has goes; [\s\S]*keelson destroy --out plan\.json/,
      ),
    });
    const ending = await destroy('--out', file);
    expect(ending).toEqual({ code: 4, said: expect.stringContaining('plan.json: 2 units to approve') });
    // Nothing left the program: somebody asks for the end.
    expect(ending.said).not.toContain('left the program');
    expect(await keelson('approve', file, '--key', alice, '--yes')).toMatchObject({ code: 0 });
    expect(await destroy('--confirm', 'dev')).toMatchObject({ code: 0 });
    expect([planes.state('data')?.resources, planes.state('other')?.resources]).toEqual([0, 0]);
  }, 120_000);
});
