import type { ManifestDigests } from '../../../synth/assemble/manifest-digests.ts';
import { readBundle, writeBundle } from './bundle-file.ts';

const KEY_LENGTH = 22;
const PREFIX = 'sha256:';

/** Digests of the manifests of a program's last synth, in one file under a checksum. Another version of Keelson starts anew. */
export class ManifestCache implements ManifestDigests {
  readonly #file: string;
  readonly #engine: string;
  readonly #old: ReadonlyMap<string, string>;
  readonly #used = new Map<string, string>();
  #changed = false;

  /** @param engine versions that the digests are valid for */
  constructor(file: string, engine: string) {
    this.#file = file;
    this.#engine = engine;
    const kept = readBundle<{ readonly engine: string }>(file, (header) => header.engine === engine);
    const lines = kept?.code === '' ? [] : (kept?.code.split('\n') ?? []);
    this.#old = new Map(lines.map((line) => [line.slice(0, KEY_LENGTH), PREFIX + line.slice(KEY_LENGTH)]));
  }

  get(key: string): string | undefined {
    const digest = this.#old.get(key);
    if (digest !== undefined) this.#used.set(key, digest);
    return digest;
  }

  set(key: string, digest: string): void {
    this.#used.set(key, digest);
    this.#changed = true;
  }

  /** Keeps what this synth used, and nothing else. */
  save(): void {
    if (!this.#changed && this.#used.size === this.#old.size) return;
    const code = [...this.#used].map(([key, digest]) => key + digest.slice(PREFIX.length)).join('\n');
    writeBundle(this.#file, { header: { engine: this.#engine }, code, map: '' });
  }
}
