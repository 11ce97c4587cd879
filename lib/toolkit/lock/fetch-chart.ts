import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { sha256 } from '../../core/digest.ts';
import { KeelsonError } from '../../core/errors.ts';
import { sameRepository } from '../../synth/charts/charts-lock.ts';
import type { ChartRequest } from '../../synth/requests.ts';
import type { Helm } from './helm-process.ts';

/** A chart as it was fetched. */
export interface FetchedChart {
  readonly archive: Uint8Array;
  readonly digest: string;
}

/**
 * Fetches the archive of a chart with helm, and checks that it is the one that was asked for: an OCI registry names each part by its
 * digest; an HTTP repository names the digest in its index, which helm does not hold the archive against.
 * Throws KS9010 when helm can not fetch it, KS9011 for an archive that is not what the index says.
 */
export async function fetchChart(helm: Helm, chart: ChartRequest): Promise<FetchedChart> {
  const folder = mkdtempSync(join(tmpdir(), 'keelson-lock-'));
  try {
    const { name, version, repository } = chart;
    const what = `the chart ${name} ${version} of ${repository}`;
    const expected = repository.startsWith('oci://') ? await pullOci(helm, chart, folder, what) : await pullHttp(helm, chart, folder, what);
    const [file] = readdirSync(folder).filter((entry) => entry.endsWith('.tgz'));
    if (file === undefined) throw new KeelsonError('KS9010', { message: `${what}: helm gave no archive` });
    const archive = readFileSync(join(folder, file));
    const digest = sha256(archive);
    if (expected !== undefined && expected !== digest)
      throw new KeelsonError('KS9011', { message: `${what} has the digest ${digest}, and the index of the repository says ${expected}` });
    await checkIdentity(helm, chart, join(folder, file), what);
    return { archive, digest };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pullOci(helm: Helm, { repository, name, version }: ChartRequest, folder: string, what: string): Promise<undefined> {
  const address = `${repository.replace(/\/+$/, '')}/${name}`;
  await helm.run(what, 'pull', address, '--version', version, '--destination', folder, ...plain(repository));
}

/** A registry on this machine speaks HTTP, as docker takes it. */
function plain(repository: string): string[] {
  return /^oci:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(repository) ? ['--plain-http'] : [];
}

/** @returns the digest that the repository's index has for the archive, where it has one */
async function pullHttp(helm: Helm, chart: ChartRequest, folder: string, what: string): Promise<string | undefined> {
  const cache = ['--repository-cache', join(folder, 'cache')];
  let name = await configured(helm, chart.repository);
  let config: string[] = [];
  if (name === undefined) {
    name = 'keelson';
    config = ['--repository-config', join(folder, 'repositories.yaml')];
    await helm.run(what, 'repo', 'add', name, chart.repository, ...config, ...cache);
  } else await helm.run(what, 'repo', 'update', name, ...cache);
  const pull = ['pull', `${name}/${chart.name}`, '--version', chart.version, '--destination', folder];
  await helm.run(what, ...pull, ...config, ...cache);
  return indexDigest(readFileSync(join(folder, 'cache', `${name}-index.yaml`), 'utf8'), chart);
}

/** The name of a repository that the user has added, with its credentials. */
async function configured(helm: Helm, repository: string): Promise<string | undefined> {
  const list = await helm.try('repo', 'list', '--output', 'json');
  if (list === undefined) return undefined;
  const entries = JSON.parse(list) as { readonly name: string; readonly url: string }[];
  return entries.find(({ url }) => sameRepository(url, repository))?.name;
}

function indexDigest(text: string, { name, version }: ChartRequest): string | undefined {
  const index = load(text, { json: true }) as { entries?: Record<string, { version?: unknown; digest?: unknown }[]> } | undefined;
  const digest = index?.entries?.[name]?.find((entry) => String(entry.version) === version)?.digest;
  return typeof digest === 'string' && digest !== '' ? `sha256:${digest.replace(/^sha256:/, '')}` : undefined;
}

/** Name and version are those of the archive itself: `1.2` or `^1` would be another chart tomorrow. */
async function checkIdentity(helm: Helm, chart: ChartRequest, file: string, what: string): Promise<void> {
  const found = load(await helm.run(what, 'show', 'chart', file)) as { name?: unknown; version?: unknown };
  if (found.name === chart.name && found.version === chart.version) return;
  throw new KeelsonError('KS9010', {
    message: `${what} is ${String(found.name)} ${String(found.version)}`,
    fix: `give version: '${String(found.version)}'`,
  });
}
