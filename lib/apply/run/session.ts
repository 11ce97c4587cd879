import { environmentOf } from '../../assembly/unit-key.ts';
import { KeelsonError } from '../../core/errors.ts';
import { OpenCluster } from '../kubernetes/apply/open-cluster.ts';
import type { ReadOutput } from '../kubernetes/bindings/output.ts';
import { changedMeanwhile } from '../lease/changed-meanwhile.ts';
import type { Taken } from '../lease/environment-lease.ts';
import { type Quarantine, quarantineKey } from '../release/quarantine.ts';
import type { ReleaseSummary, UnitRelease } from '../release/release.ts';
import type { ReleaseTexts } from '../release/release-store.ts';
import type { EnvironmentRun, UnitOutcome } from './environment-run.ts';
import { Outputs } from './outputs.ts';
import { Slots } from './slots.ts';

type Timed = Omit<UnitOutcome, 'durationMs'>;

/** What the units of one run share. */
export class RunSession {
  readonly run: EnvironmentRun;
  /** Whether nothing is written. */
  readonly planOnly: boolean;
  /** Processes of Terraform at once. */
  readonly slots: Slots;
  readonly #clusters = new Map<string, Promise<OpenCluster>>();
  readonly #latest = new Map<string, Promise<ReadonlyMap<string, ReleaseSummary>>>();
  /** Terraform units that were applied so far. */
  #applied = 0;
  #recorded: Promise<void> = Promise.resolve();
  readonly #appliedAtDiscovery = new Map<string, number>();
  #outputs: Outputs;
  #epoch = 0;
  #taken: Taken | undefined;
  #checked: Promise<void> = Promise.resolve();
  #hasWritten = false;
  /** Releases as they are with those that this run recorded. */
  #known: Map<string, Pick<ReleaseSummary, 'revision'>> | undefined;
  #quarantined: Promise<ReadonlyMap<string, Quarantine>> | undefined;

  constructor(run: EnvironmentRun, planOnly: boolean) {
    this.run = run;
    this.planOnly = planOnly;
    this.#outputs = new Outputs(this);
    this.slots = new Slots(run.atOnce ?? 4);
  }

  get outputs(): Outputs {
    return this.#outputs;
  }

  /** Changes when it turns out that another applier was at the environment: what was read before is old. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Does work that writes, under the environment's lease. Throws KS8061 and KS8063, and KS8007 when another applier was at the
   * environment since it was read: before anything was written that is read again, after it the run ends.
   * @param epoch in which what is to be written was planned
   */
  writing<T>(epoch: number, work: () => Promise<T>): Promise<T> {
    const { lease } = this.run;
    if (!lease) return work();
    return lease.use(async (taken) => {
      if (taken !== this.#taken) {
        this.#taken = taken;
        this.#checked = this.#check(taken);
      }
      await this.#checked;
      if (epoch !== this.#epoch) throw changedMeanwhile(`${this.run.assembly.manifest.platform}/${this.run.environment}`);
      this.#hasWritten = true;
      return work();
    });
  }

  async #check({ waited }: Taken): Promise<void> {
    const { store, environment } = this.run;
    const now = (await store?.latest(environment)) ?? new Map<string, ReleaseSummary>();
    if (!waited && haveSameReleases(this.#known ?? (await this.latest(environment)), now)) {
      this.#known = new Map(now);
      return;
    }
    this.#epoch++;
    this.#known = new Map(now);
    this.#latest.clear();
    this.#latest.set(environment, Promise.resolve(now));
    this.#clusters.clear();
    this.#quarantined = undefined;
    this.#outputs = new Outputs(this);
  }

  /** The cluster, read when it is first asked for. Throws KS8001 to KS8006. */
  async cluster(name: string): Promise<OpenCluster> {
    let opened = this.#clusters.get(name);
    if (!opened) {
      this.#appliedAtDiscovery.set(name, this.#applied);
      const epoch = this.#epoch;
      opened = (async () => {
        const run = await this.run.cluster(name);
        const outputs: ReadOutput = (unit, output) => this.outputs.read(unit, output);
        return OpenCluster.open({ ...run, outputs, writing: (work) => this.writing(epoch, work) });
      })();
      this.#clusters.set(name, opened);
      // What could not be read now, such as a cluster that is not there yet, may be there for a later unit.
      const kept = opened;
      opened.catch(() => this.#clusters.get(name) === kept && this.#clusters.delete(name));
    }
    const cluster = await opened;
    if (this.#appliedAtDiscovery.get(name) !== this.#applied) {
      this.#appliedAtDiscovery.set(name, this.#applied);
      await cluster.discover();
    }
    return cluster;
  }

  /** Clusters that were read so far, by name. */
  async openClusters(): Promise<ReadonlyMap<string, OpenCluster>> {
    return new Map(await Promise.all([...this.#clusters].map(async ([name, cluster]) => [name, await cluster] as const)));
  }

  /** Terraform changed the world: what clusters serve is asked anew. */
  terraformApplied(): void {
    this.#applied++;
  }

  /** The newest release of each unit of an environment, as it was when the run began, by key. */
  latest(environment: string): Promise<ReadonlyMap<string, ReleaseSummary>> {
    const known = this.#latest.get(environment);
    if (known) return known;
    const read = this.run.store?.latest(environment) ?? Promise.resolve(new Map<string, ReleaseSummary>());
    this.#latest.set(environment, read);
    // A store that did not answer may answer later in the run.
    read.catch(() => this.#latest.delete(environment));
    return read;
  }

  /** Why a content may not be applied again (KS8073); undefined when it may. */
  async refusal(unit: string, key: string): Promise<KeelsonError | undefined> {
    this.#quarantined ??= this.run.store?.quarantined(this.run.environment) ?? Promise.resolve(new Map());
    const found = (await this.#quarantined).get(quarantineKey({ key, contentDigest: this.digestOf(unit) }));
    if (!found) return undefined;
    const by = found.by === undefined ? '' : ` by ${found.by}`;
    const why = found.reason === undefined ? '' : `: ${found.reason}`;
    return new KeelsonError('KS8073', {
      object: unit,
      message: `release ${found.revision} had the same content, and was rolled back${by} at ${found.since}${why}`,
    });
  }

  /** The newest release of a unit of the environment, as it was when the run began. */
  async release(key: string): Promise<ReleaseSummary | undefined> {
    return (await this.latest(this.run.environment)).get(key);
  }

  /** Records what became of a unit; one after the other, since all stand in one index. */
  record(release: Omit<UnitRelease, 'revision' | 'schemaVersion'>, texts: ReleaseTexts): Promise<void> {
    const { store, origin } = this.run;
    if (!store) return Promise.resolve();
    const done = this.#recorded.then(async () => {
      const { key, revision } = await store.record({ ...release, ...origin?.() }, texts);
      this.#known?.set(key, { revision });
    });
    this.#recorded = done.catch(() => {});
    return done;
  }

  /** Digest of a unit's file, which stands for all that the unit holds. */
  digestOf(unit: string): string {
    return this.#manifestUnit(unit)?.digest ?? '';
  }

  /** Path of a unit's file. */
  fileOf(unit: string): string {
    return this.#manifestUnit(unit)?.file ?? '';
  }

  /** Runs a unit, once more when it was planned by what another applier changed since, and tells when it begins and how it ends. */
  async timed(unit: string, work: () => Promise<Timed>): Promise<UnitOutcome> {
    const begun = performance.now();
    const epoch = this.#epoch;
    this.run.notify?.({ type: 'started', unit });
    const first = await work();
    // What this run wrote already is of what it read first: the other's word is the last.
    const isOld = epoch !== this.#epoch && !this.#hasWritten && first.errors.some(({ code }) => code === 'KS8007');
    const outcome = { ...(isOld ? await work() : first), durationMs: Math.round(performance.now() - begun) };
    this.run.notify?.({ type: 'ended', unit, outcome });
    return outcome;
  }

  #manifestUnit(unit: string) {
    const environment = environmentOf(unit);
    return this.run.assembly.manifest.environments[environment]?.units[unit.slice(environment.length + 1)];
  }
}

function haveSameReleases(
  before: ReadonlyMap<string, Pick<ReleaseSummary, 'revision'>>,
  now: ReadonlyMap<string, ReleaseSummary>,
): boolean {
  return before.size === now.size && [...now].every(([key, { revision }]) => before.get(key)?.revision === revision);
}
