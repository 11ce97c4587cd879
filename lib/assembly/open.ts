import { checkObjects, checkPlace } from './check-units.ts';
import type { KubernetesObject } from './content.ts';
import { parseManifestFile, parseUnitFile } from './parse.ts';
import { Reader, type ReadLimits } from './reader.ts';
import { parseYaml } from './safe-yaml.ts';
import type { Manifest, UnitFile } from './schema.ts';
import type { AssemblySource } from './source.ts';

/** An assembly of which only the indexes are read; a manifest is read, checked and parsed when it is asked for. */
export interface OpenAssembly {
  readonly manifest: Manifest;
  /** Unit files by `<env>/<unit id>`. */
  readonly units: ReadonlyMap<string, UnitFile>;
  /** Reads one file of a unit. Throws KS3006, KS3008, KS3009, and KS3010 for unsafe YAML. */
  object(file: string, digest: string): KubernetesObject;
  /** Text of a file that a unit lists. */
  text(file: string, digest: string): string;
}

/**
 * Opens an assembly without reading what it lists: whoever finds by the digests that nothing changed needs no more. Untrusted, and
 * bounded, as {@link readAssembly} is, and held to what the applier goes by. Throws KS3005 to KS3009.
 */
export function openAssembly(source: AssemblySource, limits: ReadLimits = {}): OpenAssembly {
  const reader = new Reader(source, limits);
  const manifest = parseManifestFile(reader.text('keelson.json'), `${source.name}/keelson.json`);
  const units = new Map<string, UnitFile>();
  const files = new Map<string, string>();
  for (const [env, { units: listed }] of Object.entries(manifest.environments))
    for (const [unitId, { file, digest }] of Object.entries(listed)) {
      const unit = parseUnitFile(reader.checked(file, digest), file);
      checkPlace(unit, { platform: manifest.platform, env, unitId, file });
      units.set(`${env}/${unitId}`, unit);
      files.set(`${env}/${unitId}`, file);
    }
  checkObjects(units, (unit) => files.get(unit) ?? unit);
  return {
    manifest,
    units,
    object: (file, digest) => parseYaml(reader.checked(file, digest), file) as KubernetesObject,
    text: (file, digest) => reader.checked(file, digest),
  };
}
