import type { ClusterRun } from '../../apply/kubernetes/apply/cluster-run.ts';
import type { ReleaseSummary, UnitRelease } from '../../apply/release/release.ts';
import type { ReleaseStore } from '../../apply/release/release-store.ts';
import { openAssembly } from '../../assembly/open.ts';
import { directorySource } from '../../assembly/source.ts';
import { lookUpUnit } from '../../assembly/unit-key.ts';
import { KeelsonError } from '../../core/errors.ts';
import { nearestWord } from '../../core/nearest.ts';
import { applierHome } from './applier-home.ts';
import { storeCluster } from './environment.ts';
import { openReleases } from './releases.ts';
import { choose, clusterRun, openPolicy, storeOf, type TargetOptions } from './target.ts';

/** Which releases. */
export interface ReleasesOptions extends TargetOptions {
  /** Where releases are kept: a directory, `s3://bucket/prefix` or `cluster`. @default - where the policy says, else in this user's state folder; for a sandbox in its own folder */
  readonly store?: string;
}

/** Releases of one environment, opened. */
export interface EnvironmentReleases {
  readonly platform: string;
  readonly environment: string;
  readonly store: ReleaseStore;
  /** The newest of each unit. */
  readonly latest: readonly ReleaseSummary[];
  close(): void;
}

/** What was released, the newest first. */
export interface HistoryOutcome {
  readonly environment: string;
  readonly store: string;
  readonly releases: readonly UnitRelease[];
}

/** Opens the releases of an environment; the output names the platform. Throws KS8014, KS8019, KS8070, KS8071. */
export async function openEnvironmentReleases(options: ReleasesOptions): Promise<EnvironmentReleases> {
  const assembly = openAssembly(directorySource(options.directory));
  const { platform, environments } = assembly.manifest;
  const environment = choose('environment', options.environment, Object.keys(environments), '--env');
  const policy = openPolicy(options);
  let run: ClusterRun | undefined;
  const connectTo = (cluster: string): ClusterRun => {
    run = clusterRun(options, { assembly, policy, environment, cluster });
    return run;
  };
  const store = openReleases({
    store: storeOf(options),
    policy: policy.store,
    home: applierHome(),
    platform,
    cluster: () => storeCluster(options, { assembly, environment }, connectTo),
  });
  const latest = [...(await store.latest(environment)).values()];
  return { platform, environment, store, latest, close: () => run?.connection.close() };
}

/** Releases of an environment, or of some of its units, the newest first. Throws KS8019, KS8070, KS8074. */
export async function releaseHistory({
  units,
  most = 30,
  ...options
}: ReleasesOptions & {
  /** Ids of units. @default - all */
  readonly units?: readonly string[];
  /** Releases at most. @default 30 */
  readonly most?: number;
}): Promise<HistoryOutcome> {
  const { environment, store, latest, close } = await openEnvironmentReleases(options);
  const chosen = units ? units.map((unit) => findUnit(latest, environment, unit)) : latest;
  const all = (await Promise.all(chosen.map(({ key }) => store.history(key))).finally(close)).flat();
  const sorted = all.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : b.revision - a.revision));
  return { environment, store: store.name, releases: sorted.slice(0, most) };
}

/**
 * One release, with the text of one of its files where that is asked for. Throws KS8019, KS8070, KS8074.
 * @param name `<unit>@<revision>`; without a revision, the newest
 */
export async function showRelease(
  options: ReleasesOptions,
  name: string,
  file?: string,
): Promise<{ readonly release: UnitRelease; readonly text?: string }> {
  const { environment, store, latest, close } = await openEnvironmentReleases(options);
  try {
    const release = await findRelease(store, latest, environment, name);
    return file === undefined ? { release } : { release, text: await fileOf(store, release, file) };
  } finally {
    close();
  }
}

async function fileOf(store: ReleaseStore, release: UnitRelease, file: string): Promise<string> {
  const digest = release.files[file];
  if (digest !== undefined) return store.text(release.contentDigest, digest);
  const near = nearestWord(file, Object.keys(release.files));
  throw new KeelsonError('KS8074', {
    object: releaseName(release),
    message: `it has no file ${file}`,
    fix: near === undefined ? 'show lists its files' : `did you mean ${near}?`,
  });
}

/** `dev/terraform.data@3`. */
export function releaseName({ unit, revision }: Pick<UnitRelease, 'unit' | 'revision'>): string {
  return `${unit}@${revision}`;
}

/** The release that is named, or the newest of a unit. Throws KS8074. */
export async function findRelease(
  store: ReleaseStore,
  latest: readonly ReleaseSummary[],
  environment: string,
  name: string,
): Promise<UnitRelease> {
  const at = name.lastIndexOf('@');
  const unit = findUnit(latest, environment, at < 0 ? name : name.slice(0, at));
  const history = await store.history(unit.key);
  const revision = at < 0 ? unit.revision : Number(name.slice(at + 1));
  const found = history.find((one) => one.revision === revision);
  if (found) return found;
  const known = history.map((one) => one.revision).reverse();
  throw new KeelsonError('KS8074', {
    object: unit.unit,
    message: `it has no release ${name.slice(at + 1)}; there is ${known.slice(-8).join(', ')}`,
  });
}

function findUnit(latest: readonly ReleaseSummary[], environment: string, name: string): ReleaseSummary {
  const known = latest.map((one) => one.unit);
  const found = lookUpUnit(environment, known, name);
  if ('unit' in found) return latest[known.indexOf(found.unit)] as ReleaseSummary;
  const { ids, near } = found;
  throw new KeelsonError('KS8074', {
    object: environment,
    message: `no unit ${JSON.stringify(name)} was released; there is ${ids.join(', ') || 'none'}`,
    ...(near !== undefined && { fix: `did you mean ${near}?` }),
  });
}
