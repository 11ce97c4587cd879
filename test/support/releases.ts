import type { UnitRelease } from '../../lib/apply/release/release.ts';
import type { ReleaseStore } from '../../lib/apply/release/release-store.ts';

/** A store of releases that lives as long as the test. */
export class MemoryReleases implements ReleaseStore {
  readonly name = 'memory';
  readonly all: UnitRelease[] = [];
  readonly #texts = new Map<string, string>();

  latest = async (environment: string): Promise<ReadonlyMap<string, UnitRelease>> =>
    new Map(this.all.filter(({ key }) => key.split('/')[1] === environment).map((release) => [release.key, release]));

  history = async (key: string): Promise<readonly UnitRelease[]> => this.all.filter((release) => release.key === key).reverse();

  text = async (digest: string): Promise<string> => {
    const text = this.#texts.get(digest);
    if (text === undefined) throw new Error(`no text ${digest}`);
    return text;
  };

  record: ReleaseStore['record'] = async (release, texts) => {
    for (const [digest, text] of texts) this.#texts.set(digest, text);
    const revision = this.all.filter(({ key }) => key === release.key).length + 1;
    const full: UnitRelease = structuredClone({ ...release, schemaVersion: '1.0', revision });
    this.all.push(full);
    return full;
  };
}
