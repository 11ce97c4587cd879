import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectoryStore } from '../../../../lib/apply/release/directory-store.ts';
import { BlobReleases } from '../../../../lib/apply/release/release-store.ts';
import { directorySource, readAssembly } from '../../../../lib/assembly/reader.ts';
import { resolveOutput } from '../../../../lib/toolkit/apply/resolve.ts';
import { assembly, type TestUnit } from '../../../support/assembly.ts';
import { temporaryFolder } from '../../../support/run.ts';

const DATA = 'dev/terraform.data';
const value = (output: string, type: 'string' | 'number' = 'string') => ({ unit: DATA, output, type });

describe('keelson resolve', () => {
  it('writes every bound value in its place, rolls the pods that read one, and writes only what changed', async () => {
    const { folder, directory, store, release, resolve } = setUp(program());
    await release({ host: 'db', port: 5432 });
    const first = await resolve();
    expect(first).toMatchObject({ environment: 'dev', units: 1, leftOut: {}, directory: join(folder, 'resolved', 'dev') });
    const { objects, units } = readAssembly(directorySource(first.directory));
    const named = (name: string) => [...objects.values()].find(({ metadata }) => metadata.name === name);
    expect(named('settings')?.['data']).toEqual({ url: 'postgres://db:5432/shop', document: '{"host":"db"}' });
    expect(named('db')?.['spec']).toMatchObject({ ports: [{ port: 5432 }] });
    expect([...units.values()].flatMap(({ bindings }) => bindings)).toEqual([]);
    const path = (name: string): string => [...objects].find(([, { metadata }]) => metadata.name === name)?.[0] as string;
    const text = (name: string): string => readFileSync(join(first.directory, path(name)), 'utf8');
    expect(text('settings')).not.toContain('<keelson:');
    const checksum = /keelson\.dev\/bound-values: (\S+)/.exec(text('reader'))?.[1];
    expect(checksum).toMatch(/^'?[0-9a-f]{16}/);
    expect(text('plain')).toBe(readFileSync(join(directory, path('plain')), 'utf8'));

    expect((await resolve({ check: true })).changed).toEqual([]);
    await release({ host: 'db2', port: 5432 });
    const stale = await resolve({ check: true });
    const second = await resolve();
    expect(second.changed).toEqual(stale.changed);
    expect(second.changed.map((path) => path.split('/').at(-1))).toEqual([
      'settings.yaml',
      'reader.yaml',
      'kubernetes.main.app.json',
      'keelson.json',
    ]);
    expect(text('reader')).not.toContain(checksum);
    expect(store.name).toContain('directory');
  });

  it('says which values are not there yet', async () => {
    const { resolve } = setUp(program());
    await expect(resolve()).rejects.toThrow(
      /KS8013 dev\/kubernetes\.main\.app: it needs dev\/terraform\.data\.host: dev\/terraform\.data was not applied yet/,
    );
  });

  it('never writes a secret value: it names what holds one, or leaves it out', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login', namespace: 'shop', labels: LABEL },
      stringData: { password: '' },
    };
    const bindings = { '/stringData/password': { parts: [value('password')], sensitive: true as const } };
    const { resolve, release } = setUp(program([{ manifest: secret, bindings }]));
    await release({ host: 'db', port: 5432 });
    await expect(resolve()).rejects.toThrow('KS8075 /Secret/shop/login: dev/terraform.data.password is secret, and may stand in no file');
    const { directory, leftOut } = await resolve({ leaveOutSecrets: true });
    expect(leftOut).toEqual({ '/Secret/shop/login': ['dev/terraform.data.password'] });
    const { files } = readAssembly(directorySource(directory));
    expect([...files.keys()].filter((path) => path.includes('login'))).toEqual([]);
  });

  it('commits the folder and nothing else', async () => {
    const { folder, release, resolve } = setUp(program());
    const git = (...argv: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...argv], { cwd: folder, encoding: 'utf8' }).trim();
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('commit', '-q', '--allow-empty', '-m', 'First');
    await release({ host: 'db', port: 5432 });
    const { commit } = await resolve({ commit: true });
    expect(git('log', '-1', '--format=%H %s')).toBe(`${commit} Resolve acme dev`);
    expect(
      git('ls-files')
        .split('\n')
        .every((path) => path.startsWith('resolved/dev/')),
    ).toBe(true);
    expect((await resolve({ commit: true })).commit).toBeUndefined();
  });
});

const LABEL = { 'applyset.kubernetes.io/part-of': '' };

/** A unit that reads outputs of Terraform in a template, as a number and inside a document. */
function program(more: NonNullable<TestUnit['objects']> = []): Record<string, TestUnit> {
  const metadata = (name: string) => ({ name, namespace: 'shop', labels: LABEL });
  const pods = (config: string) => ({
    selector: { matchLabels: { app: 'x' } },
    template: {
      metadata: { labels: { app: 'x' } },
      spec: { containers: [{ name: 'x', image: 'x', envFrom: [{ configMapRef: { name: config } }] }] },
    },
  });
  return {
    [DATA]: {
      stack: {},
      outputs: { host: { type: 'string' }, port: { type: 'number' }, password: { type: 'string', sensitive: true } },
    },
    'dev/kubernetes.main.app': {
      dependsOn: [{ unit: DATA, reasons: ['binding'] }],
      objects: [
        {
          manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('settings'), data: { url: '', document: '' } },
          bindings: {
            '/data/url': { parts: ['postgres://', value('host'), ':', value('port', 'number'), '/shop'] },
            '/data/document': { parts: ['{"host":', { ...value('host'), as: 'json' as const }, '}'] },
          },
        },
        {
          manifest: { apiVersion: 'v1', kind: 'Service', metadata: metadata('db'), spec: { ports: [{ port: 0 }] } },
          bindings: { '/spec/ports/0/port': { type: 'number' as const, parts: [value('port', 'number')] } },
        },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('reader'), spec: pods('settings') },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('plain'), spec: pods('other') },
        ...more,
      ],
    },
  };
}

function setUp(units: Record<string, TestUnit>) {
  const folder = temporaryFolder();
  const directory = join(folder, 'deploy');
  const draft = assembly(units);
  const [app] = [...draft.units.values()].flatMap((unit) => (unit.plane === 'kubernetes' ? [unit.applySet] : []));
  LABEL['applyset.kubernetes.io/part-of'] = app as string;
  for (const [path, text] of assembly(units).files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const place = join(folder, 'releases');
  const store = new BlobReleases(new DirectoryStore(place), { platform: 'acme' });
  const release = (values: Readonly<Record<string, unknown>>) =>
    store.record(
      {
        key: 'acme/dev/terraform/data',
        unit: DATA,
        plane: 'terraform',
        contentDigest: 'sha256:0',
        files: {},
        dependsOn: [],
        inputs: {},
        outputs: {
          ...Object.fromEntries(Object.entries(values).map(([name, one]) => [name, { value: one }])),
          password: { sensitive: true },
        },
        changes: { resources: [], outputs: [] },
        result: 'applied',
        startedAt: '2026-01-01T00:00:00.000Z',
        durationMs: 1,
      },
      () => [],
    );
  const kubeconfig = join(folder, 'kubeconfig');
  const context = { name: 'c', context: { cluster: 'c', user: 'u' } };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:9' } }],
      contexts: [context],
      users: [{ name: 'u', user: {} }],
    }),
  );
  const resolve = (more: Partial<Parameters<typeof resolveOutput>[0]> = {}) =>
    resolveOutput({ directory, store: place, kubeconfig, ...more });
  return { folder, directory, store, release, resolve };
}
