import { createHash } from 'node:crypto';
import { createReadStream, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderSchema, isProvablyGone, thisProcess } from '../../lease/holder.ts';
import { type LockedProvider, lockedProviders } from './provider-lock.ts';

/** Variable by which Terraform and OpenTofu find the cache. */
const VARIABLE = 'TF_PLUGIN_CACHE_DIR';
/** Between two looks at a cache that another applier fills. */
const LOOK_MS = 100;

/**
 * Providers that were downloaded once, for all units of this machine. Terraform itself says that its cache is not safe for inits at the
 * same time, so that one init at a time may add to it. A package that is whole is never written again: Terraform links it when its hash
 * is in the unit's lock file, and a unit whose lock file does not have that hash goes without the cache, as one without a lock file.
 */
export class PluginCache {
  readonly #folder: string;

  /** @param folder of the cache, absolute */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Runs an init.
   * @param lockFile text of the unit's lock of providers
   * @param init gets variables of the environment
   */
  async use<T>(
    lockFile: string | undefined,
    init: (variables: Readonly<Record<string, string>>) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const providers = lockedProviders(lockFile ?? '');
    if (providers.length === 0 || providers.some(({ hashes }) => !hashes.some((hash) => hash.startsWith('h1:')))) return init({});
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const found = this.#found(providers);
    if (found === 'other') return init({});
    if (found === 'whole') return init({ [VARIABLE]: this.#folder });
    await this.#lock(signal);
    try {
      const now = this.#found(providers);
      if (now === 'other') return await init({});
      const result = await init({ [VARIABLE]: this.#folder });
      if (now === 'missing') await this.#mark(providers);
      return result;
    } finally {
      rmSync(this.#lockFile, { force: true });
    }
  }

  get #lockFile(): string {
    return join(this.#folder, '.keelson.lock');
  }

  /** Whether the packages are there that a lock file names, and have a hash that it has. */
  #found(providers: readonly LockedProvider[]): 'whole' | 'missing' | 'other' {
    const hashes = providers.map((one) => this.#hashOf(one));
    if (providers.some(({ hashes: wanted }, i) => hashes[i] !== undefined && !wanted.includes(hashes[i] as string))) return 'other';
    return hashes.includes(undefined) ? 'missing' : 'whole';
  }

  /** Hash of a package that is whole. */
  #hashOf(provider: LockedProvider): string | undefined {
    try {
      return readFileSync(this.#marker(provider), 'utf8');
    } catch {
      return undefined;
    }
  }

  #marker({ source, version }: LockedProvider): string {
    return join(this.#folder, '.keelson', ...source.split('/'), `${version}.h1`);
  }

  async #mark(providers: readonly LockedProvider[]): Promise<void> {
    for (const provider of providers) {
      const versions = join(this.#folder, ...provider.source.split('/'), provider.version);
      const [platform] = existsSync(versions) ? readdirSync(versions) : [];
      // One that came from a mirror on this machine need not be here.
      if (platform === undefined) continue;
      const marker = this.#marker(provider);
      mkdirSync(join(marker, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(`${marker}.new`, await packageHash(join(versions, platform)), { mode: 0o600 });
      renameSync(`${marker}.new`, marker);
    }
  }

  /** One applier of this machine adds to it at a time; the lock of one that is gone is void. */
  async #lock(signal: AbortSignal | undefined): Promise<void> {
    const own = thisProcess();
    const staged = `${this.#lockFile}.${own.token}`;
    writeFileSync(staged, JSON.stringify(own), { mode: 0o600 });
    try {
      while (!link(staged, this.#lockFile)) {
        if (this.#isVoid()) take(this.#lockFile, `${staged}.void`);
        else await sleep(LOOK_MS, undefined, signal ? { signal } : {});
      }
    } finally {
      rmSync(staged, { force: true });
    }
  }

  #isVoid(): boolean {
    try {
      return isProvablyGone(holderSchema.parse(JSON.parse(readFileSync(this.#lockFile, 'utf8'))));
    } catch {
      return false;
    }
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several that find a lock void, one moves it away. */
function take(file: string, to: string): void {
  try {
    renameSync(file, to);
    rmSync(to, { force: true });
  } catch {
    // another one was quicker
  }
}

/** `h1:` hash of the files of a folder, as Go's dirhash.Hash1 (golang.org/x/mod/sumdb/dirhash) and so lock files have it. */
export async function packageHash(folder: string): Promise<string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const all = createHash('sha256');
  for (const name of names) {
    const file = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), file);
    all.update(`${file.digest('hex')}  ${name}\n`);
  }
  return `h1:${all.digest('base64')}`;
}
