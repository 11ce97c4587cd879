import { randomBytes } from 'node:crypto';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import type { ApiRequest, Connection } from '../../lib/apply/kubernetes/client/connection.ts';
import { BlobChanged, type BlobStore } from '../../lib/apply/release/blob-store.ts';
import { ClusterStore } from '../../lib/apply/release/cluster-store.ts';
import { DirectoryStore } from '../../lib/apply/release/directory-store.ts';
import type { UnitRelease } from '../../lib/apply/release/release.ts';
import { BlobReleases } from '../../lib/apply/release/release-store.ts';
import { S3Store } from '../../lib/apply/release/s3-store.ts';
import { sha256 } from '../../lib/core/digest.ts';
import { temporaryFolder } from '../support/run.ts';
import { startMoto } from '../terraform/harness/moto.ts';
import { onPath } from '../terraform/harness/tools.ts';
import { TestCluster } from './support/cluster.ts';

describe('stores of releases', () => {
  const cluster = new TestCluster();

  it('in a directory keep what is written, whole, and tell who was first', async () => {
    const folder = temporaryFolder();
    await holds(() => new DirectoryStore(folder));
  });

  it('in a cluster keep what is written, whole, and tell who was first', async () => {
    await holds(() => new ClusterStore(cluster.connection, 'dev/main'), cluster.name('blobs'));
    // Blobs larger than one Secret can hold leave no part behind.
    const store = new ClusterStore(cluster.connection, 'dev/main');
    const key = `${cluster.name('blobs')}/large`;
    const large = randomBytes(1_500_000);
    const version = await store.put(key, large, null);
    expect(Buffer.compare((await store.get(key))?.bytes as Uint8Array, large)).toBe(0);
    const other = randomBytes(700_000);
    await store.put(key, other, version);
    expect(Buffer.compare((await store.get(key))?.bytes as Uint8Array, other)).toBe(0);
    const part = cutInParts(key);
    await cluster.request('DELETE', `/api/v1/namespaces/keelson-system/secrets/${await part}`);
    await expect(store.get(key)).rejects.toThrow(`KS8070 cluster dev/main: ${key} lacks its part Secret keelson-system/${await part}`);
    await store.remove(key);
    // Who expects nothing writes, whoever else does.
    const all = Array.from({ length: 6 }, (_, i) => Buffer.from(String(i)));
    await Promise.all(all.map((bytes) => new ClusterStore(cluster.connection, 'dev/main').put(key, bytes)));
    expect(all.map(String)).toContain(Buffer.from((await store.get(key))?.bytes ?? []).toString());
    await store.remove(key);
    const left = await cluster.request('GET', '/api/v1/namespaces/keelson-system/secrets?labelSelector=keelson.dev/blob%3Dpart');
    expect((JSON.parse(left.text) as { items: unknown[] }).items).toEqual([]);
  }, 60_000);

  it('in a cluster let nobody take away what another one is writing', async () => {
    const key = `${cluster.name('blobs')}/again`;
    const [first, second] = [randomBytes(1_300_000), randomBytes(1_300_000)];
    const store = new ClusterStore(cluster.connection, 'dev/main');
    await store.put(key, first, null);
    let arrived = (): void => undefined;
    let goOn = (): void => undefined;
    const here = new Promise<void>((resolve) => (arrived = resolve));
    const free = new Promise<void>((resolve) => (goOn = resolve));
    /** Held up before it takes the old parts away. */
    const slow = new ClusterStore(
      {
        request: async (request: ApiRequest) => {
          if (request.method === 'DELETE') {
            arrived();
            await free;
          }
          return cluster.connection.request(request);
        },
        // What a store uses of a connection.
      } as Connection,
      'dev/main',
    );
    const parts = async (): Promise<number> => {
      const { text } = await cluster.request('GET', '/api/v1/namespaces/keelson-system/secrets?labelSelector=keelson.dev/blob%3Dpart');
      return (JSON.parse(text) as { items: unknown[] }).items.length;
    };
    const writing = slow.put(key, second);
    await here;
    // The same bytes as before come again.
    await store.put(key, first);
    goOn();
    await writing;
    expect(Buffer.compare((await store.get(key))?.bytes as Uint8Array, first)).toBe(0);
    expect(await parts()).toBe(3);

    // Of two that write over the same version one is told, and leaves nothing.
    const version = (await store.get(key))?.version as string;
    const both = await Promise.allSettled([store.put(key, second, version), store.put(key, first, version)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([(await store.get(key))?.bytes.length, await parts()]).toEqual([1_300_000, 3]);
    await store.remove(key);
    expect(await parts()).toBe(0);
  }, 60_000);

  it('in a bucket keep what is written, whole, and tell who was first', async (context) => {
    const bucket = await fakeBucket(context);
    await holds(() => new S3Store({ bucket, prefix: 'keelson/acme' }));
    await expect(new S3Store({ bucket: 'no-such-bucket-here' }).get('a')).rejects.toThrow(
      /KS8071 s3:\/\/no-such-bucket-here\/: NoSuchBucket/,
    );
  }, 60_000);

  /** Name of the first part of a large blob. */
  async function cutInParts(key: string): Promise<string> {
    const { text } = await cluster.request('GET', '/api/v1/namespaces/keelson-system/secrets?labelSelector=keelson.dev/blob%3Dhead');
    const { items } = JSON.parse(text) as { items: { metadata: { annotations: Record<string, string> } }[] };
    const head = items.find(({ metadata }) => metadata.annotations['keelson.dev/blob-key'] === key);
    return head?.metadata.annotations['keelson.dev/blob-parts']?.split(',')[0] ?? '';
  }

  /** What every back end has to hold. @param space before each key, in a store that others use too */
  async function holds(open: () => BlobStore, space = 'a'): Promise<void> {
    const [one, other] = [open(), open()];
    const [key, text] = [`${space}/b/first.json`, Buffer.from('{"a":1}')];
    expect(await one.get(key)).toBeUndefined();
    const version = await one.put(key, text, null);
    await expect(other.put(key, text, null)).rejects.toBeInstanceOf(BlobChanged);
    const read = await other.get(key);
    expect([Buffer.from(read?.bytes ?? []).toString(), read?.version]).toEqual(['{"a":1}', version]);
    const second = await other.put(key, Buffer.from('{"a":2}'), version);
    await expect(one.put(key, Buffer.from('{"a":3}'), version)).rejects.toBeInstanceOf(BlobChanged);
    expect((await one.get(key))?.version).toBe(second);
    await one.put(key, Buffer.from('{"a":4}'));
    expect(Buffer.from((await other.get(key))?.bytes ?? []).toString()).toBe('{"a":4}');
    await one.put(`${space}/b/second.json`, text);
    await one.put(`${space}/c`, text);
    expect(await one.list(`${space}/b/`)).toEqual([key, `${space}/b/second.json`]);
    await one.remove(key);
    await one.remove(key);
    expect(await other.get(key)).toBeUndefined();
    await expect(one.put(key, text, second)).rejects.toBeInstanceOf(BlobChanged);

    // Several appliers at once: every release has a number of its own, and the index knows the newest.
    const platform = `${space.replaceAll('/', '-')}-p`;
    const record = async (n: number): Promise<UnitRelease> =>
      new BlobReleases(open(), { platform }).record(
        {
          key: `${platform}/prod/terraform/data`,
          unit: 'prod/terraform.data',
          plane: 'terraform',
          contentDigest: sha256(`content ${n}`),
          files: { f: sha256(`content ${n}`) },
          dependsOn: [],
          inputs: {},
          outputs: {},
          changes: { resources: [], outputs: [] },
          result: 'applied',
          startedAt: '2026-01-01T00:00:00.000Z',
          durationMs: 1,
        },
        () => [[sha256(`content ${n}`), `content ${n}`]],
      );
    const made = await Promise.all([1, 2, 3, 4].map(record));
    expect(made.map(({ revision }) => revision).sort()).toEqual([1, 2, 3, 4]);
    const releases = new BlobReleases(open(), { platform });
    expect([...(await releases.latest('prod')).values()].map(({ revision }) => revision)).toEqual([4]);
    const history = await releases.history(`${platform}/prod/terraform/data`);
    expect(history.map(({ revision }) => revision)).toEqual([4, 3, 2, 1]);
    const last = history[0] as UnitRelease;
    expect(sha256(await releases.text(last.contentDigest, last.files['f'] as string))).toBe(last.files['f']);
  }
});

/** A bucket of a fake AWS, which the environment of the test leads to. */
async function fakeBucket(context: TestContext): Promise<string> {
  const program = onPath('moto_server');
  if (program === undefined) return context.skip('no moto_server on PATH (pip install "moto[server]")');
  const moto = await startMoto({ moto: program, atEnd: (clean) => context.onTestFinished(clean) });
  for (const [name, value] of Object.entries({ ...moto.env, AWS_REGION: 'eu-central-1' })) vi.stubEnv(name, value);
  context.onTestFinished(() => void vi.unstubAllEnvs());
  const bucket = 'keelson-releases';
  const body = '<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>';
  expect((await moto.fetch(`/${bucket}`, { method: 'PUT', body })).status).toBe(200);
  return bucket;
}
