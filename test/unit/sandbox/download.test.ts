import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTarGzip } from 'nanotar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries } from '../../../lib/sandbox/binaries/find-binary.ts';
import type { Progress } from '../../../lib/sandbox/binaries/go-build.ts';
import { proxyFor } from '../../../lib/sandbox/binaries/proxy.ts';
import { releaseOf } from '../../../lib/sandbox/binaries/releases.ts';
import { TOOLS } from '../../../lib/sandbox/binaries/tools.ts';

const tool = (name: string) => TOOLS.find((one) => one.name === name) as (typeof TOOLS)[number];
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
const { version } = tool('kube-scheduler');
const PROGRAM = `/dl.k8s.io/release/v${version}/bin/linux/${arch}/kube-scheduler`;
const etcd = `etcd-v${tool('etcd').version}-linux-${arch}`;
const ETCD = `/github.com/etcd-io/etcd/releases/download/v${tool('etcd').version}`;
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe.runIf(process.platform === 'linux')('programs that are nowhere', () => {
  let folder: string;
  const servers: Server[] = [];
  let asked: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keelson-download-'));
    asked = [];
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const listen = async (server: Server): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  /** A mirror that answers by path: a text or bytes, or as a function does. */
  const mirror = (answers: Readonly<Record<string, string | Uint8Array | RequestListener>>): Promise<string> =>
    listen(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        const answer = answers[request.url ?? ''];
        if (typeof answer === 'function') answer(request, response);
        else response.writeHead(answer === undefined ? 404 : 200).end(answer);
      }),
    );
  /** No PATH: there is no go either. */
  const environment = (at: string, more: object = {}) => ({ XDG_CACHE_HOME: folder, PATH: '', KEELSON_SANDBOX_MIRROR: at, ...more });
  const cachedFiles = (): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
      : [];

  it('are downloaded, out of their archive where they are in one, and kept', async () => {
    const archive = await createTarGzip([
      { name: `${etcd}/README.md`, data: 'text' },
      { name: `${etcd}/etcd`, data: 'the store' },
    ]);
    const at = await mirror({
      [`${ETCD}/${etcd}.tar.gz`]: archive,
      [`${ETCD}/SHA256SUMS`]: `${sha256('other')}  etcd-other.zip\n${sha256(archive)}  ${etcd}.tar.gz\n`,
      [PROGRAM]: (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      '/elsewhere': 'the scheduler',
      [`${PROGRAM}.sha256`]: sha256('the scheduler'),
    });
    const progress: Progress[] = [];
    const options = { environment: environment(at), notify: (one: Progress) => progress.push(one) };
    const found = await findBinaries(['etcd', 'kube-scheduler'], options);
    expect([readFileSync(found.etcd, 'utf8'), readFileSync(found['kube-scheduler'], 'utf8')]).toEqual(['the store', 'the scheduler']);
    expect(statSync(found.etcd).mode & 0o777).toBe(0o755);
    expect(progress.map(({ tool: name, state }) => `${state} ${name}`)).toEqual([
      'downloading etcd',
      'downloaded etcd',
      'downloading kube-scheduler',
      'downloaded kube-scheduler',
    ]);
    const before = asked.length;
    expect(await findBinaries(['etcd', 'kube-scheduler'], { ...options, build: false })).toEqual(found);
    expect(asked.length).toBe(before);
  });

  it.each<[string, Readonly<Record<string, string | RequestListener>>, string]>([
    [
      'with another checksum',
      { [PROGRAM]: 'not the scheduler', [`${PROGRAM}.sha256`]: sha256('the scheduler') },
      `has the sha256 ${sha256('not the scheduler')}, and ${sha256('the scheduler')} is published`,
    ],
    [
      'cut short',
      {
        [PROGRAM]: (_, response) => {
          response.writeHead(200, { 'content-length': 100 }).write('the');
          setImmediate(() => response.destroy());
        },
        [`${PROGRAM}.sha256`]: sha256('the scheduler'),
      },
      'ended after 3 of 100 bytes',
    ],
    [
      'without a checksum',
      { [PROGRAM]: 'the scheduler', [`${PROGRAM}.sha256`]: '<html>' },
      `${PROGRAM}.sha256 tells no sha256 of kube-scheduler`,
    ],
    ['that are not there', { [`${PROGRAM}.sha256`]: sha256('a') }, `${PROGRAM} was answered with 404`],
    [
      'redirected for ever',
      { [`${PROGRAM}.sha256`]: (_, response) => response.writeHead(307, { location: `${PROGRAM}.sha256` }).end() },
      'was redirected more than 5 times',
    ],
  ])('are not taken %s; the error says so, and what to install', async (_, answers, message) => {
    const at = await mirror(answers);
    const failure = findBinaries(['kube-scheduler'], { environment: environment(at) });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(/^KS8102 kube-scheduler .*Go, which would build it, is not on PATH; .*install Go 1\.26 or newer/);
    expect(cachedFiles()).toEqual([]);
  });

  it('are held against what GitHub tells of a release that has no checksums of its own', async () => {
    const kwok = `/github.com/kubernetes-sigs/kwok/releases/download/v${tool('kwok').version}/kwok-linux-${arch}`;
    const described = `/api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v${tool('kwok').version}`;
    const assets = (digest: string | null) =>
      JSON.stringify({
        assets: [
          { name: 'kwokctl', digest: 'sha256:0' },
          { name: `kwok-linux-${arch}`, digest },
        ],
      });
    const named: RequestListener = ({ headers }, response) =>
      response.writeHead(headers['user-agent'] === undefined ? 403 : 200).end(assets(`sha256:${sha256('the nodes')}`));
    const found = await findBinaries(['kwok'], { environment: environment(await mirror({ [kwok]: 'the nodes', [described]: named })) });
    expect(readFileSync(found.kwok, 'utf8')).toBe('the nodes');
    rmSync(folder, { recursive: true });
    for (const told of [assets(null), assets(`sha256:${sha256('other')}`), '{']) {
      const at = await mirror({ [kwok]: 'the nodes', [described]: told });
      await expect(findBinaries(['kwok'], { environment: environment(at) })).rejects.toThrow(
        told.includes(sha256('other')) ? `and ${sha256('other')} is published` : `tells no sha256 of kwok-linux-${arch}`,
      );
    }
  });

  it('are fetched through the proxy of the environment', async () => {
    const at = await mirror({ [PROGRAM]: 'the scheduler', [`${PROGRAM}.sha256`]: sha256('the scheduler') });
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      through.push(request.url ?? '');
      const upstream = connect(Number(new URL(at).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on('error', () => {});
    });
    const found = await findBinaries(['kube-scheduler'], {
      environment: environment('http://mirror.invalid', { http_proxy: await listen(proxy) }),
    });
    expect(readFileSync(found['kube-scheduler'], 'utf8')).toBe('the scheduler');
    expect(through).toEqual(['mirror.invalid:80', 'mirror.invalid:80']);
  });

  it('are built where nobody answers', async () => {
    const at = await mirror({});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const progress: string[] = [];
    const notify = ({ tool: name, state }: Progress): void => void progress.push(`${state} ${name}`);
    await expect(findBinaries(['etcd'], { environment: environment(at), notify })).rejects.toThrow(/can not be reached: .*ECONNREFUSED/);
    expect(cachedFiles()).toEqual([]);
    expect(progress).toEqual(['downloading etcd', 'not downloaded etcd', 'building etcd']);
  });
});

describe('releases', () => {
  it('come from their projects, or a mirror of them; other systems have none', () => {
    const linux = { platform: 'linux', arch: 'x64' };
    expect(releaseOf(tool('kube-scheduler'), {}, linux)?.url).toBe(`https://dl.k8s.io/release/v${version}/bin/linux/amd64/kube-scheduler`);
    expect(releaseOf(tool('etcd'), { KEELSON_SANDBOX_MIRROR: 'https://mirror.example/x/' }, linux)?.url).toMatch(
      /^https:\/\/mirror\.example\/x\/github\.com\/etcd-io\//,
    );
    expect(releaseOf(tool('etcd'), { KEELSON_SANDBOX_MIRROR: 'off' }, linux)).toBeUndefined();
    expect(releaseOf(tool('kwok'), {}, linux)?.url).toMatch(/^https:\/\/github\.com\/kubernetes-sigs\/kwok\/.*\/kwok-linux-amd64$/);
    expect(releaseOf(tool('etcd'), {}, { platform: 'darwin', arch: 'arm64' })).toBeUndefined();
  });

  it.each<[Record<string, string>, string | undefined]>([
    [{ https_proxy: 'http://p:1' }, 'http://p:1'],
    [{ HTTPS_PROXY: 'p:1' }, 'http://p:1'],
    [{ all_proxy: 'http://p:1' }, 'http://p:1'],
    [{ http_proxy: 'http://p:1' }, undefined],
    [{ https_proxy: 'http://p:1', no_proxy: 'k8s.io' }, undefined],
    [{ https_proxy: 'http://p:1', NO_PROXY: 'a.example, .k8s.io:443' }, undefined],
    [{ https_proxy: 'http://p:1', no_proxy: 'k8s.io:80' }, 'http://p:1'],
    [{ https_proxy: 'http://p:1', no_proxy: '8s.io' }, 'http://p:1'],
    [{ https_proxy: 'http://p:1', no_proxy: '*' }, undefined],
  ])('with %j go by the proxy %s', (environment, proxy) => {
    expect(proxyFor(new URL('https://dl.k8s.io/x'), environment)).toBe(proxy);
  });
});
