import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChartRequest } from '../../../../lib/synth/requests.ts';
import { silentHost } from '../../../../lib/toolkit/io-host.ts';
import { type ChartsReport, lockCharts } from '../../../../lib/toolkit/lock/lock-charts.ts';
import { planCharts } from '../../../../lib/toolkit/lock/plan-charts.ts';
import { hex, httpRepository, ociRegistry, packChart, type RepositoryOptions } from '../../../support/charts.ts';
import { helmFor } from '../../../support/helm.ts';
import { succeed, temporaryFolder } from '../../../support/run.ts';

const archive = await packChart('greeter', '1.2.3');
const greeter = { name: 'greeter', version: '1.2.3', archive };

let root: string;
let environment: NodeJS.ProcessEnv;
beforeEach(() => {
  root = temporaryFolder();
  const home = temporaryFolder();
  const own = Object.entries(process.env).filter(([name]) => !/^HELM_|_proxy$/i.test(name));
  environment = {
    ...Object.fromEntries(own),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_DATA_HOME: join(home, 'data'),
  };
});

const request = (repository: string, version = '1.2.3', name = 'greeter'): ChartRequest => ({
  kind: 'chart',
  repository,
  name,
  version,
  path: 'dev/main/greeter',
});
const lock = (...requests: ChartRequest[]): Promise<ChartsReport> => lockCharts(root, planCharts(root, requests), environment, silentHost);
const states = (...requests: ChartRequest[]) => planCharts(root, requests).charts.map(({ key, state }) => `${key}: ${state}`);
const problems = async (...requests: ChartRequest[]) =>
  (await lock(...requests)).errors.map((error) => `${error.code} ${error.details.message}`);
const lockText = () => readFileSync(join(root, 'charts.lock'), 'utf8');
const http = async (options: Partial<RepositoryOptions> = {}) => {
  const { port, asked } = await httpRepository({ charts: [greeter], ...options });
  return { address: `http://127.0.0.1:${port}`, asked };
};
const oci = async (options: Partial<RepositoryOptions> = {}) => {
  const { port, asked } = await ociRegistry({ charts: [greeter], ...options });
  return { address: `oci://127.0.0.1:${port}/charts`, host: `127.0.0.1:${port}`, asked };
};

describe('locking charts', () => {
  beforeEach((context) => {
    environment['KEELSON_HELM'] = helmFor(context);
  });

  test.each(['http', 'oci'] as const)('fetches from a repository of %s, and writes archive and lock', async (kind) => {
    const { address } = await (kind === 'http' ? http() : oci());
    expect(states(request(address))).toEqual(['greeter-1.2.3: new']);
    expect(await lock(request(address))).toEqual({ fetched: ['greeter-1.2.3'], removed: [], unchanged: [], errors: [] });
    expect(hex(readFileSync(join(root, 'charts/greeter-1.2.3.tgz')))).toBe(hex(archive));
    expect(JSON.parse(lockText())).toEqual({
      version: 1,
      charts: { 'greeter-1.2.3': { name: 'greeter', version: '1.2.3', repository: address, digest: `sha256:${hex(archive)}` } },
    });
    expect(states(request(address))).toEqual(['greeter-1.2.3: current']);
  });

  test('asks nobody when nothing is missing', async () => {
    const { address, asked } = await http();
    await lock(request(address));
    const before = asked.length;
    const text = lockText();
    expect(await lock(request(address))).toEqual({ fetched: [], removed: [], unchanged: ['greeter-1.2.3'], errors: [] });
    expect(asked.length).toBe(before);
    expect(lockText()).toBe(text);
  });

  test.each(['http', 'oci'] as const)('follows a redirect of %s', async (kind) => {
    const { address, asked } = await (kind === 'http' ? http({ redirect: true }) : oci({ redirect: true }));
    expect(await problems(request(address))).toEqual([]);
    expect(asked.join('\n')).toContain('/moved/');
  });

  test('fetches again what is gone or was changed, and removes what is not used', async () => {
    const other = await packChart('other', '2.0.0');
    const { address } = await http({ charts: [greeter, { name: 'other', version: '2.0.0', archive: other }] });
    const both = [request(address), request(address, '2.0.0', 'other')];
    await lock(...both);
    writeFileSync(join(root, 'charts/greeter-1.2.3.tgz'), 'cut');
    expect(states(...both)).toEqual(['greeter-1.2.3: archive changed', 'other-2.0.0: current']);
    expect(await lock(request(address))).toEqual({ fetched: ['greeter-1.2.3'], removed: ['other-2.0.0'], unchanged: [], errors: [] });
    expect(existsSync(join(root, 'charts/other-2.0.0.tgz'))).toBe(false);
    expect(Object.keys(JSON.parse(lockText()).charts)).toEqual(['greeter-1.2.3']);
    expect(states(request('https://charts.example.com'))).toEqual(['greeter-1.2.3: moved']);
  });

  test("uses the credentials of the user's own helm", async (context) => {
    const credentials = 'reader:opensesame';
    const web = await http({ credentials });
    const registry = await oci({ credentials });
    const [refused] = await problems(request(web.address));
    expect(refused).toMatch(/^KS9010 the chart greeter 1\.2\.3 of http.*401/);
    expect(await problems(request(registry.address))).toEqual([expect.stringMatching(/^KS9010 the chart greeter 1\.2\.3 of oci/)]);
    const run = (...argv: string[]) => succeed(helmFor(context), argv, { cwd: root, env: environment });
    await run('repo', 'add', 'acme', `${web.address}/`, '--username', 'reader', '--password', 'opensesame');
    expect(await problems(request(web.address))).toEqual([]);
    await run('registry', 'login', registry.host, '--plain-http', '--username', 'reader', '--password', 'opensesame');
    expect(await problems(request(registry.address))).toEqual([]);
    expect(lockText()).not.toContain('opensesame');
  });
});

describe('charts that can not be locked', () => {
  beforeEach((context) => {
    environment['KEELSON_HELM'] = helmFor(context);
  });

  test('have another digest than the index says', async () => {
    const { address } = await http({ digest: '0'.repeat(64) });
    expect(await problems(request(address))).toEqual([
      `KS9011 the chart greeter 1.2.3 of ${address} has the digest sha256:${hex(archive)}, and the index of the repository says sha256:${'0'.repeat(64)}`,
    ]);
    expect(existsSync(join(root, 'charts'))).toBe(false);
    expect(existsSync(join(root, 'charts.lock'))).toBe(false);
  });

  test('were published again under their version', async () => {
    const { address } = await http();
    await lock(request(address));
    const text = lockText();
    const changed = text.replace(hex(archive), '0'.repeat(64));
    writeFileSync(join(root, 'charts.lock'), changed);
    expect(await problems(request(address))).toEqual([
      `KS9011 the chart greeter 1.2.3 of ${address} has the digest sha256:${hex(archive)}, and charts.lock has sha256:${'0'.repeat(64)}`,
    ]);
    expect(lockText()).toBe(changed);
  });

  test('do not exist, and the others are locked all the same', async () => {
    const { address } = await http();
    const report = await lock(request(address), request(address, '9.9.9'), request(address, '1.0.0', 'nothing'));
    expect(report.fetched).toEqual(['greeter-1.2.3']);
    expect(report.errors.map((error) => error.code)).toEqual(['KS9010', 'KS9010']);
    expect(report.errors[1]?.details.message).toMatch(/^the chart nothing 1\.0\.0 of http:.*nothing/);
    expect(Object.keys(JSON.parse(lockText()).charts)).toEqual(['greeter-1.2.3']);
  });

  test('are another version than the one that was asked for', async () => {
    const { address } = await http({ charts: [{ ...greeter, version: 'v1.2.3' }] });
    const { errors } = await lock(request(address, 'v1.2.3'));
    expect(errors[0]?.details).toMatchObject({
      message: `the chart greeter v1.2.3 of ${address} is greeter 1.2.3`,
      fix: "give version: '1.2.3'",
    });
  });
});

describe('a plan of charts', () => {
  test('refuses two charts of one name and version', () => {
    expect(() => planCharts(root, [request('https://a.example.com'), request('https://a.example.com/')])).not.toThrow();
    expect(() => planCharts(root, [request('https://a.example.com'), request('https://b.example.com')])).toThrow(
      /KS9010.*takes greeter-1\.2\.3 of https:\/\/a\.example\.com, and dev\/main\/greeter that of https:\/\/b\.example\.com/,
    );
  });

  test.each(['{', '{"version":1}', '{"version":1,"charts":{"x":{}}}'])('refuses a lock of another form: %s', (text) => {
    writeFileSync(join(root, 'charts.lock'), text);
    expect(() => planCharts(root, [])).toThrow(/KS1016/);
  });

  test('needs helm only when something is to be fetched', async () => {
    mkdirSync(join(root, 'charts'));
    environment = {};
    expect((await lock()).errors).toEqual([]);
    await expect(lock(request('https://charts.example.com'))).rejects.toThrow(/KS9001.*no helm in PATH/);
  });
});
