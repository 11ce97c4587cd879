import type { KubernetesObject } from '../../assembly/content.ts';
import type { FileTexts } from '../../assembly/file-texts.ts';
import { fastDigest, sha256 } from '../../core/digest.ts';
import { toYaml } from '../../core/yaml.ts';

/**
 * Digests of manifests that were written before, by a digest of their JSON: writing YAML is the dearest part of a synth, and most
 * manifests are the same as last time. Whoever gives it answers for the same version of Keelson only.
 */
export interface ManifestDigests {
  /** `sha256:<hex>` of the manifest's file. */
  get(json: string): string | undefined;
  set(json: string, digest: string): void;
}

/** Adds a manifest to the files, as text or, where its digest is known, as what will be text. @returns the digest of the file */
export function addManifest(files: FileTexts, path: string, object: KubernetesObject, known: ManifestDigests | undefined): string {
  const key = known && fastDigest(JSON.stringify(object));
  const digest = key === undefined ? undefined : known?.get(key);
  if (digest !== undefined) {
    files.setLater(path, digest, () => toYaml(object));
    return digest;
  }
  const text = toYaml(object);
  const made = sha256(text);
  files.set(path, text);
  if (key !== undefined) known?.set(key, made);
  return made;
}
