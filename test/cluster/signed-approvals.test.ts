import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import { readStatement, writeStatement } from '../../lib/apply/approval/approval.ts';
import { readDocument } from '../../lib/apply/approval/change-document.ts';
import { SignedApprovals } from '../../lib/apply/approval/signed-approvals.ts';
import { signText } from '../../lib/apply/approval/ssh-signature.ts';
import { clusterUid } from '../../lib/apply/kubernetes/client/cluster-identity.ts';
import { ClusterStore } from '../../lib/apply/release/cluster-store.ts';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import { S3Store } from '../../lib/apply/release/s3-store.ts';
import { run, temporaryFolder } from '../support/run.ts';
import { startMoto } from '../terraform/harness/moto.ts';
import { findTool, onPath } from '../terraform/harness/tools.ts';
import { showRefusals, withoutDeletes } from './support/approval-refusals.ts';
import { TestCluster } from './support/cluster.ts';
import { objects, Planes, stack } from './support/planes.ts';
import { bin } from './support/program.ts';

const tool = findTool('tofu') ?? findTool('terraform');

describe('signed approvals', () => {
  const cluster = new TestCluster();

  /** A store of releases that is no folder, and what leads there. */
  const storeOf = async (kept: 'bucket' | 'cluster', context: TestContext) => {
    if (kept === 'cluster') return { store: 'cluster', env: {} };
    const moto = onPath('moto_server');
    if (moto === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
    const fake = await startMoto({ moto, atEnd: (clean) => context.onTestFinished(clean) });
    const made = await fake.fetch('/acme-releases', {
      method: 'PUT',
      body: '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>',
    });
    expect(made.status).toBe(200);
    return { store: 's3://acme-releases/keelson', env: { ...fake.env, AWS_REGION: 'eu-central-1' } };
  };

  it.for(['bucket', 'cluster'] as const)(
    'that are kept with the releases in a %s let go what was reviewed, and nothing else',
    { timeout: 120_000 },
    async (kept, context) => {
      if (!tool) return context.skip('no terraform and no tofu on this machine');
      const { store, env } = await storeOf(kept, context);
      const platform = cluster.name(kept);
      const planes = new Planes(temporaryFolder(), platform, tool);
      const key = (name: string): { readonly file: string; readonly name: string; readonly keys: readonly string[] } => {
        const file = join(planes.folder, name);
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
        return { file, name, keys: [readFileSync(`${file}.pub`, 'utf8').trim()] };
      };
      const [alice, ci] = [key('alice'), key('ci')];
      const policy = JSON.parse(readFileSync(planes.policy, 'utf8')) as object;
      const write = (kubeSystemUid: string): void =>
        writeFileSync(
          planes.policy,
          JSON.stringify({
            ...policy,
            clusters: { 'dev/main': { kubeconfig: cluster.kubeconfig, kubeSystemUid } },
            approvals: {
              appliers: ['ci'],
              signers: [alice, ci].map(({ name, keys }) => ({ name, keys })),
              rules: [{ match: `${platform}/*`, by: ['alice', 'ci'] }],
            },
          }),
        );
      const uid = await clusterUid(cluster.connection);
      write(uid);
      const keelson = async (verb: string, ...args: readonly string[]) => {
        const { code, stdout, stderr } = await run(process.execPath, [bin, verb, ...args, '--policy', planes.policy, '--store', store], {
          cwd: planes.folder,
          env: { ...process.env, XDG_STATE_HOME: join(planes.folder, 'home'), TF_CLI_CONFIG_FILE: '/dev/null', NO_COLOR: '1', ...env },
        });
        return { code, said: stdout + stderr };
      };
      const apply = () => keelson('apply', '--terraform', planes.program, '--timeout', '0');
      const namespace = { manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: platform } } };
      const stays = {
        'dev/terraform.data': stack('data', { x: '1' }),
        'dev/kubernetes.main.app': { objects: objects(platform, 'app', [namespace]) },
      };
      planes.write({ ...stays, 'dev/terraform.other': stack('other', { y: '1' }) });
      expect(await apply()).toMatchObject({ code: 0 });
      planes.write(stays);
      const file = join(planes.folder, 'plan.json');
      expect(await keelson('plan', '--terraform', planes.program, '--out', file)).toMatchObject({ code: 0 });

      expect(await keelson('approve', file, '--key', ci.file, '--yes')).toEqual({
        code: 2,
        said: expect.stringContaining('KS8085 ci: it applies, and can not approve'),
      });
      expect(await apply()).toEqual({ code: 4, said: expect.stringContaining('KS8080 dev/terraform.other: 0 of 1 approvals') });
      if (kept === 'cluster') {
        write('11111111-2222-4333-8444-555555555555');
        expect(await keelson('approve', file, '--key', alice.file, '--yes')).toEqual({
          code: 2,
          said: expect.stringMatching(/KS8005 dev\/main: kube-system at \S+ has the UID \S+, and the policy names 11111111-/),
        });
        write(uid);
      }
      expect(await keelson('approve', file, '--key', alice.file, '--yes')).toEqual({
        code: 0,
        said: expect.stringContaining('approved by alice'),
      });
      expect(await apply()).toMatchObject({ code: 0 });
      expect([planes.state('other')?.resources, planes.state('data')?.resources]).toEqual([0, 1]);
      expect((await keelson('history', '--target', 'terraform.other')).said).toContain('removed');
      expect((await keelson('show', 'terraform.other')).said).toMatch(/approved\s+alice/);
    },
  );

  it.for(['directory', 'bucket', 'cluster'] as const)(
    'that are kept in a %s are refused with the reason when anything is not as it was reviewed',
    { timeout: 180_000 },
    async (kept, context) => {
      if (!tool) return context.skip('no terraform and no tofu on this machine');
      const platform = cluster.name(`no-${kept}`);
      const planes = new Planes(temporaryFolder(), platform, tool);
      const { store, env } = kept === 'directory' ? { store: planes.releases, env: {} } : await storeOf(kept, context);
      const keys = (['alice', 'mallory', 'ci'] as const).map((name) => {
        const file = join(planes.folder, name);
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
        return { name, keys: [readFileSync(`${file}.pub`, 'utf8').trim()] };
      });
      const approvals = { appliers: ['ci'], signers: keys, rules: [{ match: `${platform}/*`, by: ['alice', 'ci'] }] };
      const clusters = { 'dev/main': { kubeconfig: cluster.kubeconfig } };
      writeFileSync(planes.policy, JSON.stringify({ ...withoutDeletes(readFileSync(planes.policy, 'utf8')), clusters, approvals }));
      const keelson = async (verb: string, ...args: readonly string[]) => {
        const where = ['--policy', planes.policy, '--store', store];
        const { code, stdout, stderr } = await run(process.execPath, [bin, verb, ...args, ...where], {
          cwd: planes.folder,
          env: { ...process.env, XDG_STATE_HOME: join(planes.folder, 'home'), TF_CLI_CONFIG_FILE: '/dev/null', NO_COLOR: '1', ...env },
        });
        return { code, said: stdout + stderr };
      };
      const blobs = () => {
        if (kept === 'directory') return new DirectoryStore(store);
        return kept === 'cluster'
          ? new ClusterStore(cluster.connection, 'dev/main')
          : new S3Store({ bucket: 'acme-releases', prefix: 'keelson' });
      };
      for (const [name, value] of Object.entries<string>(env)) vi.stubEnv(name, value);
      context.onTestFinished(() => void vi.unstubAllEnvs());
      const namespace = { manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: platform } } };
      const app = { 'dev/kubernetes.main.app': { objects: objects(platform, 'app', [namespace]) } };
      await showRefusals({
        planes,
        others: kept === 'cluster' ? app : {},
        keelson,
        approve: (who, file) => keelson('approve', file, '--key', join(planes.folder, who), '--yes'),
        kept: async () =>
          (await new SignedApprovals(blobs(), platform).list('dev')).map(({ statement }) => readStatement(statement)?.by ?? ''),
        forge: async (who, document) => {
          const statement = writeStatement(who, new Date(), document);
          await new SignedApprovals(blobs(), platform).add({ statement, signature: await signText(statement, join(planes.folder, who)) });
        },
      });
      // Nobody approves what they apply, however the rules name them.
      const document = readDocument(readFileSync(join(planes.folder, 'plan.json'), 'utf8'), 'plan.json');
      const own = writeStatement('ci', new Date(), document);
      await new SignedApprovals(blobs(), platform).add({ statement: own, signature: await signText(own, join(planes.folder, 'ci')) });
      expect((await keelson('apply', '--terraform', planes.program)).said).toMatch(
        /KS8085 .*the approval by ci .*: ci applies, and can not approve/,
      );
    },
  );
});
