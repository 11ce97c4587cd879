import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../../../lib/apply/release/blob-store.ts';
import { DirectoryStore } from '../../../../lib/apply/release/directory-store.ts';
import { quarantineKey } from '../../../../lib/apply/release/quarantine.ts';
import type { UnitRelease } from '../../../../lib/apply/release/release.ts';
import { BlobReleases } from '../../../../lib/apply/release/release-store.ts';
import { sha256 } from '../../../../lib/core/digest.ts';
import { KeelsonError } from '../../../../lib/core/errors.ts';
import { temporaryFolder } from '../../../support/run.ts';

const text = '{"a":1}\n';
const release = (unit: string, more: Partial<UnitRelease> = {}): Omit<UnitRelease, 'revision' | 'schemaVersion'> => ({
  key: `shop/prod/terraform/${unit}`,
  unit: `prod/terraform.${unit}`,
  plane: 'terraform',
  contentDigest: sha256(text),
  files: { [`prod/units/terraform.${unit}.json`]: sha256(text) },
  dependsOn: [],
  inputs: {},
  outputs: { bucket: { value: 'b' } },
  changes: { resources: [], outputs: [] },
  result: 'applied',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 5,
  ...more,
});

describe('releases in a directory', () => {
  it('are numbered by unit, with the newest of each unit in one read, and their texts by digest', async () => {
    const folder = temporaryFolder();
    const store = new BlobReleases(new DirectoryStore(join(folder, 'releases')), { platform: 'shop' });
    expect([...(await store.latest('prod'))]).toEqual([]);
    const texts = () => [[sha256(text), text]] as const;
    await store.record(release('data'), texts);
    await store.record(release('data', { result: 'failed', error: 'x' }), texts);
    await store.record(release('network'), texts);
    const latest = await new BlobReleases(new DirectoryStore(join(folder, 'releases')), { platform: 'shop' }).latest('prod');
    expect([...latest.values()].map(({ unit, revision, result }) => [unit, revision, result])).toEqual([
      ['prod/terraform.data', 2, 'failed'],
      ['prod/terraform.network', 1, 'applied'],
    ]);
    expect((await store.history('shop/prod/terraform/data')).map(({ revision, files }) => [revision, Object.keys(files)])).toEqual([
      [2, ['prod/units/terraform.data.json']],
      [1, ['prod/units/terraform.data.json']],
    ]);
    expect(await store.text(sha256(text), sha256(text))).toBe(text);
    await expect(store.text(sha256(text), sha256('other'))).rejects.toThrow(/^KS8070 directory .*: sha256:\w+ of the content/);
    expect(statSync(join(folder, 'releases', 'environments', 'shop')).mode & 0o077).toBe(0);
  });

  it('are all kept when several appliers write at once', async () => {
    const folder = temporaryFolder();
    const appliers = Array.from({ length: 4 }, () => new BlobReleases(new DirectoryStore(folder), { platform: 'shop' }));
    await Promise.all(appliers.flatMap((store, i) => [store.record(release(`a${i}`), () => []), store.record(release(`b${i}`), () => [])]));
    expect((await appliers[0]?.latest('prod'))?.size).toBe(8);
    expect(readdirSync(join(folder, 'environments', 'shop'))).toEqual(['prod.json']);
  });

  it('tell a text that was changed', async () => {
    const folder = temporaryFolder();
    const store = new BlobReleases(new DirectoryStore(folder), { platform: 'shop' });
    await store.record(release('data'), () => [[sha256(text), 'something else']]);
    await expect(store.text(sha256(text), sha256(text))).rejects.toThrow('KS8070');
  });
});

describe('a directory of blobs', () => {
  it('writes only over the version that was read', async () => {
    const store = new DirectoryStore(temporaryFolder());
    const first = await store.put('a/b', Buffer.from('1'), null);
    await expect(store.put('a/b', Buffer.from('2'), null)).rejects.toThrow('a/b was written by another applier');
    await store.put('a/b', Buffer.from('2'), first);
    await expect(store.put('a/b', Buffer.from('3'), first)).rejects.toThrow('a/b was written by another applier');
    expect(Buffer.from((await store.get('a/b'))?.bytes ?? []).toString()).toBe('2');
    expect(await store.list('a/')).toEqual(['a/b']);
    await store.remove('a/b');
    expect([await store.get('a/b'), await store.list('')]).toEqual([undefined, []]);
  });

  it('does not take what a killed applier left for a blob', async () => {
    const folder = temporaryFolder();
    const store = new DirectoryStore(folder);
    writeFileSync(join(folder, 'a.1.new'), 'half');
    expect([await store.get('a'), await store.list('')]).toEqual([undefined, []]);
  });

  it('make their index anew when it is lost, and keep as many of each unit as they shall', async () => {
    const folder = temporaryFolder();
    const open = () => new BlobReleases(new DirectoryStore(folder), { platform: 'shop', kept: 3 });
    const texts = ['1', '2', '3', '4', '5'].map((body) => `{"a":${body}}\n`);
    for (const one of texts)
      await open().record(release('data', { contentDigest: sha256(one), files: { f: sha256(one) } }), () => [[sha256(one), one]]);
    rmSync(join(folder, 'environments'), { recursive: true });
    expect([...(await open().latest('prod')).values()].map(({ unit, revision }) => [unit, revision])).toEqual([['prod/terraform.data', 5]]);
    expect((await open().history('shop/prod/terraform/data')).map(({ revision }) => revision)).toEqual([5, 4, 3]);
    const [first = '', , third = ''] = texts;
    expect(await open().text(sha256(third), sha256(third))).toBe(third);
    await expect(open().text(sha256(first), sha256(first))).rejects.toThrow('KS8070');
    expect((await open().record(release('data'), () => [[sha256(text), text]])).revision).toBe(6);
  });

  it('keep the newest good release and the one before it, however many failed since', async () => {
    const store = new BlobReleases(new DirectoryStore(temporaryFolder()), { platform: 'shop', kept: 2 });
    const record = (body: string, result: UnitRelease['result']) => {
      const digest = sha256(body);
      return store.record(release('data', { contentDigest: digest, files: { f: digest }, result }), () => [[digest, body]]);
    };
    for (const [body, result] of [
      ['older', 'applied'],
      ['good', 'applied'],
      ['good', 'applied'],
      ['bad', 'failed'],
      ['worse', 'failed'],
      ['worst', 'failed'],
    ] as const)
      await record(body, result);
    const kept = await store.history('shop/prod/terraform/data');
    expect(kept.map(({ revision, result }) => [revision, result])).toEqual([
      [6, 'failed'],
      [5, 'failed'],
      [3, 'applied'],
      [1, 'applied'],
    ]);
    for (const body of ['older', 'good', 'worse']) expect(await store.text(sha256(body), sha256(body))).toBe(body);
    await expect(store.text(sha256('bad'), sha256('bad'))).rejects.toThrow('KS8070');
  });

  it.each(['forgets', 'records'] as const)('keep a content that comes again, while another applier %s and is held up', async (heldUp) => {
    const blobs = new DirectoryStore(temporaryFolder());
    let arrived = (): void => undefined;
    let goOn = (): void => undefined;
    const here = new Promise<void>((resolve) => (arrived = resolve));
    const free = new Promise<void>((resolve) => (goOn = resolve));
    const slow = withSteps(blobs, async (step, key) => {
      const isIt = heldUp === 'forgets' ? step === 'remove' && key.startsWith('contents/') : step === 'put' && /data\/0+5\.json/.test(key);
      if (!isIt) return;
      arrived();
      await free;
    });
    const record = (store: BlobStore, body: string) => {
      const digest = sha256(body);
      const files = { f: digest };
      return new BlobReleases(store, { platform: 'shop', kept: 2 }).record(release('data', { contentDigest: digest, files }), () => [
        [digest, body],
      ]);
    };
    for (const body of ['again', 'second']) await record(blobs, body);
    if (heldUp === 'forgets') {
      // It has read which releases there are, and takes the first content away.
      const forgets = record(slow, 'third');
      await here;
      await record(blobs, 'again');
      goOn();
      await forgets;
    } else {
      await record(blobs, 'third');
      await record(blobs, 'again');
      // It has seen that the content is there; then everything but its release is forgotten.
      const records = record(slow, 'again');
      await here;
      for (const key of await blobs.list('contents/')) await blobs.remove(key);
      goOn();
      await records;
    }
    const [newest] = [...(await new BlobReleases(blobs, { platform: 'shop' }).history('shop/prod/terraform/data'))];
    expect(await new BlobReleases(blobs, { platform: 'shop' }).text(newest?.contentDigest ?? '', sha256('again'))).toBe('again');
  });

  it('read what a unit holds one after the other, and not at all when it is there already', async () => {
    const store = new BlobReleases(new DirectoryStore(temporaryFolder()), { platform: 'shop' });
    let read = 0;
    function* texts(): Generator<readonly [string, string]> {
      for (const body of ['a', 'b "quoted"', '\u2028']) {
        read++;
        yield [sha256(body), body];
      }
    }
    await store.record(release('data'), texts);
    await store.record(release('data'), texts);
    expect(read).toBe(3);
    expect(await store.text(sha256(text), sha256('b "quoted"'))).toBe('b "quoted"');
  });

  it('of which the bytes were damaged are told with their name', async () => {
    const folder = temporaryFolder();
    const open = () => new BlobReleases(new DirectoryStore(folder), { platform: 'shop' });
    await open().record(release('data'), () => [[sha256(text), text]]);
    const [name = ''] = readdirSync(join(folder, 'contents'));
    const file = join(folder, 'contents', name);
    const bytes = readFileSync(file);
    writeFileSync(file, 'no gzip');
    const store = open();
    await expect(store.text(sha256(text), sha256(text))).rejects.toThrow(
      `KS8070 directory ${folder}: contents/${name} can not be read; bring contents/${name} back from a backup of the store; or remove it`,
    );
    // What could not be read once is read anew.
    writeFileSync(file, bytes);
    expect(await store.text(sha256(text), sha256(text))).toBe(text);
  });

  it('of which a text can not be read are not kept, and the run goes on', async () => {
    const blobs = new DirectoryStore(temporaryFolder());
    const store = new BlobReleases(blobs, { platform: 'shop' });
    const record = store.record(release('data'), function* () {
      yield [sha256(text), text];
      throw new Error('the file is gone');
    });
    await expect(record).rejects.toThrow('the file is gone');
    expect(await blobs.list('')).toEqual([]);
    await store.record(release('data'), () => [[sha256(text), text]]);
    expect(await store.text(sha256(text), sha256(text))).toBe(text);
  });

  it('are written anew over a content that is not whole', async () => {
    const blobs = new DirectoryStore(temporaryFolder());
    const gone = new KeelsonError('KS8070', { object: 'cluster prod/main', message: 'a part is gone' });
    let isWhole = false;
    const broken: BlobStore = {
      name: 'cluster prod/main',
      get: async (key) => (key.startsWith('contents/') && !isWhole ? Promise.reject(gone) : blobs.get(key)),
      put: async (key, ...rest) => {
        if (key.startsWith('contents/')) isWhole = true;
        return blobs.put(key, ...rest);
      },
      list: (prefix) => blobs.list(prefix),
      remove: (key) => blobs.remove(key),
      lease: (environment) => blobs.lease(environment),
    };
    const store = new BlobReleases(broken, { platform: 'shop' });
    await store.record(release('data'), () => [[sha256(text), text]]);
    expect(await store.text(sha256(text), sha256(text))).toBe(text);
  });

  it('of two platforms in one store are apart', async () => {
    const blobs = new DirectoryStore(temporaryFolder());
    await new BlobReleases(blobs, { platform: 'shop' }).record(release('data'), () => []);
    expect((await new BlobReleases(blobs, { platform: 'bank' }).latest('prod')).size).toBe(0);
  });

  it('remember what was rolled back until it is lifted', async () => {
    const store = new BlobReleases(new DirectoryStore(temporaryFolder()), { platform: 'shop' });
    const one = { key: 'shop/prod/terraform/data', contentDigest: sha256(text), revision: 2, since: '2026-01-01T00:00:00.000Z' };
    await Promise.all([
      store.setQuarantine('prod', { add: [one] }),
      store.setQuarantine('prod', { add: [{ ...one, key: 'shop/prod/main/app' }] }),
    ]);
    const known = await store.quarantined('prod');
    expect(known.get(quarantineKey(one))).toEqual(one);
    expect(known.size).toBe(2);
    await store.setQuarantine('prod', { lift: [quarantineKey(one)] });
    expect([...(await store.quarantined('prod')).keys()]).toEqual([`shop/prod/main/app@${sha256(text)}`]);
  });
});

/** The same blobs, with something before each step that changes one. */
function withSteps(blobs: BlobStore, before: (step: 'put' | 'remove', key: string) => Promise<void>): BlobStore {
  return {
    name: blobs.name,
    get: (key) => blobs.get(key),
    list: (prefix) => blobs.list(prefix),
    lease: (environment) => blobs.lease(environment),
    put: async (key, bytes, expected) => {
      await before('put', key);
      return blobs.put(key, bytes, expected);
    },
    remove: async (key) => {
      await before('remove', key);
      return blobs.remove(key);
    },
  };
}
