import { sha256 } from '../core/digest.ts';
import { KeelsonError } from '../core/errors.ts';
import { checkPlace } from './check-units.ts';
import type { AssemblyContent, KubernetesObject } from './content.ts';
import { LazyObjects } from './lazy-objects.ts';
import { parseManifestFile, parseUnitFile } from './parse.ts';
import { parseYaml } from './safe-yaml.ts';
import type { UnitFile } from './schema.ts';
import type { AssemblySource } from './source.ts';

export { type AssemblySource, directorySource } from './source.ts';

/** Bounds of what a reader takes, and how it reads. */
export interface ReadLimits {
  /** Parse each manifest at its first use, which is also when KS3010 is thrown. @default false */
  readonly lazy?: boolean;
  /** @default 100000 */
  readonly files?: number;
  /** Bytes of all files together. @default 512 MiB */
  readonly bytes?: number;
}

/**
 * Reads an assembly. It is untrusted: paths may not leave it (KS3008), every file must match its digest (KS3006) and its
 * schema (KS3007), sizes are bounded (KS3009), YAML is parsed safely (KS3010), and a newer version is refused (KS3005).
 * Files that the assembly does not list are not read.
 */
export function readAssembly(source: AssemblySource, limits: ReadLimits = {}): AssemblyContent {
  const reader = new Reader(source, limits);
  const manifestText = reader.text('keelson.json');
  const manifest = parseManifestFile(manifestText, `${source.name}/keelson.json`);
  const files = new Map([['keelson.json', manifestText]]);
  const units = new Map<string, UnitFile>();
  const manifests = new Map<string, string>();
  const load = (path: string, digest: string): string => {
    const text = reader.checked(path, digest);
    files.set(path, text);
    return text;
  };
  for (const [env, { units: listed }] of Object.entries(manifest.environments)) {
    for (const [unitId, { file, digest }] of Object.entries(listed)) {
      const unit = parseUnitFile(load(file, digest), file);
      checkPlace(unit, { platform: manifest.platform, env, unitId, file });
      units.set(`${env}/${unitId}`, unit);
      if (unit.plane === 'terraform') for (const entry of unit.files) load(entry.file, entry.digest);
      else for (const entry of unit.objects) manifests.set(entry.file, load(entry.file, entry.digest));
    }
  }
  const objects = new LazyObjects(manifests, (text, path) => parseYaml(text, path) as KubernetesObject);
  return { manifest, units, objects: limits.lazy ? objects : new Map(objects), files };
}

/** Reads files within bounds. */
export class Reader {
  readonly #source: AssemblySource;
  readonly #present: ReadonlySet<string>;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(source: AssemblySource, limits: ReadLimits) {
    this.#source = source;
    this.#maxBytes = limits.bytes ?? 512 * 1024 * 1024;
    const paths = source.list();
    const most = limits.files ?? 100_000;
    if (paths.length > most)
      throw new KeelsonError('KS3009', { object: source.name, message: `it has ${paths.length} files, ${most} are taken` });
    this.#present = new Set(paths);
  }

  /** Text of a file that must have a digest. Throws KS3006 for another. */
  checked(path: string, digest: string): string {
    const text = this.text(path);
    if (sha256(text) === digest) return text;
    throw new KeelsonError('KS3006', { object: path, message: `its digest is ${sha256(text)}, and ${digest} is listed` });
  }

  text(path: string): string {
    if (path.startsWith('/') || path.includes('\\') || path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      throw new KeelsonError('KS3008', { object: this.#source.name, message: `the path ${JSON.stringify(path)} leads elsewhere` });
    }
    if (!this.#present.has(path)) throw new KeelsonError('KS3007', { object: path, message: `${this.#source.name} does not have it` });
    this.#bytes += this.#source.size(path);
    if (this.#bytes > this.#maxBytes)
      throw new KeelsonError('KS3009', { object: this.#source.name, message: `it has more than ${this.#maxBytes} bytes` });
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#source.read(path));
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new KeelsonError('KS3007', { object: path, message: 'it is no text in UTF-8', cause });
    }
  }
}
