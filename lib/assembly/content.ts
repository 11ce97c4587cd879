import type { Manifest, UnitFile } from './schema.ts';

/** An assembly in memory, as synth makes it and as the reader gives it back. */
export interface AssemblyContent {
  readonly manifest: Manifest;
  /** Unit files by `<env>/<unit id>`. */
  readonly units: ReadonlyMap<string, UnitFile>;
  /** Manifests before serialisation, by path relative to the assembly's root; placeholders in place of references. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Every file of the output, `keelson.json` among them, by path relative to the assembly's root, with `/`. */
  readonly files: OutputFiles;
}

/** Texts by path. */
export interface OutputFiles extends ReadonlyMap<string, string> {
  /** Digest of a file whose text is made only when it is asked for. @default - every text is there */
  digestOf?(path: string): string | undefined;
}

/** A manifest as data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}
