import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bundle, readBundle, writeBundle } from './bundle-file.ts';
import { configurationFiles, contentsAreCurrent, filesAreCurrent, listModules, type Stamp, type Stamps, stampFiles } from './inputs.ts';
import { ManifestCache } from './manifest-cache.ts';

/** About the bundle of a program's own files. */
export interface ProgramHeader {
  readonly engine: string;
  /** Whether a whole run was compiled; what failed half way compiled less. */
  readonly complete: boolean;
  /** The program's own files. */
  readonly contents: Stamps;
  /** Files that say how it is compiled and what is installed. */
  readonly configuration: Stamps;
  /** Modules in the program's folders. */
  readonly folders: Readonly<Record<string, string>>;
  /** Files that it requires from the bundle of libraries. */
  readonly libraries: readonly string[];
}

/** About the bundle of libraries. */
export interface LibrariesHeader {
  readonly engine: string;
  /** As in {@link ProgramHeader}. */
  readonly complete: boolean;
  readonly files: Stamps;
}

/** Days after which a bundle that no run has written again is removed. */
const KEPT_DAYS = 30;

/** Compiled bundles of one program. A bundle is valid for one version of Node and Keelson and the state of every file in it. */
export class ProgramCache {
  readonly #folder: string;
  readonly #engine: string;

  /** @param engine versions that the bundles are valid for */
  constructor(folder: string, engine: string) {
    this.#folder = folder;
    this.#engine = engine;
  }

  readProgram(file: string): Bundle<ProgramHeader> | undefined {
    return readBundle<ProgramHeader>(this.#programFile(file), (header) => {
      if (header.engine !== this.#engine || !contentsAreCurrent(header.contents) || !filesAreCurrent(header.configuration)) return false;
      return Object.entries(header.folders).every(([folder, names]) => listModules(folder) === names);
    });
  }

  writeProgram(file: string, bundle: Bundle<ProgramHeader>): void {
    writeBundle(this.#programFile(file), bundle);
  }

  readLibraries(wanted: readonly string[]): Bundle<LibrariesHeader> | undefined {
    return readBundle<LibrariesHeader>(
      this.#librariesFile(wanted),
      (header) => header.engine === this.#engine && filesAreCurrent(header.files),
    );
  }

  writeLibraries(wanted: readonly string[], bundle: Bundle<LibrariesHeader>): void {
    writeBundle(this.#librariesFile(wanted), bundle);
    this.#removeOld();
  }

  /**
   * Digests of the manifests that a program gave last.
   * @param libraries what stands for the state of the bundle of libraries, in which the writer of manifests is
   */
  manifests(file: string, libraries: string): ManifestCache {
    return new ManifestCache(join(this.#folder, `manifests-${this.#digest(file)}`), `${this.#engine} ${libraries}`);
  }

  programHeader(contents: Readonly<Record<string, Stamp>>, libraries: readonly string[]): ProgramHeader {
    const folders = [...new Set(Object.keys(contents).map((file) => dirname(file)))];
    return {
      engine: this.#engine,
      complete: false,
      contents,
      configuration: stampFiles(new Set(folders.flatMap(configurationFiles))),
      folders: Object.fromEntries(folders.map((folder) => [folder, listModules(folder)])),
      libraries,
    };
  }

  librariesHeader(files: readonly string[]): LibrariesHeader {
    return { engine: this.#engine, complete: false, files: stampFiles(files) };
  }

  #programFile(file: string): string {
    return join(this.#folder, `program-${this.#digest(file)}`);
  }

  #librariesFile(wanted: readonly string[]): string {
    return join(this.#folder, `libraries-${this.#digest(wanted.join('\n'))}`);
  }

  #digest(text: string): string {
    return createHash('sha1').update(`${this.#engine}\n${text}`).digest('hex').slice(0, 20);
  }

  #removeOld(): void {
    const limit = Date.now() - KEPT_DAYS * 86_400_000;
    try {
      for (const name of readdirSync(this.#folder)) {
        const file = join(this.#folder, name);
        if (statSync(file).mtimeMs < limit) rmSync(file, { force: true });
      }
    } catch {
      // another run removes the same files
    }
  }
}
