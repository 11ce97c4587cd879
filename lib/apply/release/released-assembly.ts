import { type OpenAssembly, openAssembly } from '../../assembly/open.ts';
import { type ManifestUnit, SCHEMA_VERSION } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { UnitRelease } from './release.ts';
import type { ReleaseStore } from './release-store.ts';

/**
 * The output of an environment as releases have it, read and checked as that of a directory is. Throws KS8070 for a release that is not
 * whole.
 * @param releases one of each unit
 */
export async function releasedAssembly(
  store: ReleaseStore,
  releases: readonly UnitRelease[],
  { platform, environment }: { readonly platform: string; readonly environment: string },
): Promise<OpenAssembly> {
  const files = new Map<string, Uint8Array>();
  const units: Record<string, ManifestUnit> = {};
  for (const { unit, contentDigest, files: listed, dependsOn, revision } of releases) {
    for (const [path, digest] of Object.entries(listed)) files.set(path, Buffer.from(await store.text(contentDigest, digest)));
    const [file] = Object.entries(listed).find(([, digest]) => digest === contentDigest) ?? [];
    if (file === undefined)
      throw new KeelsonError('KS8070', { object: store.name, message: `${unit}@${revision} does not list its unit file` });
    units[unit.slice(environment.length + 1)] = { file, digest: contentDigest, dependsOn: [...dependsOn] };
  }
  const manifest = { schemaVersion: SCHEMA_VERSION, platform, environments: { [environment]: { units } } };
  files.set('keelson.json', Buffer.from(JSON.stringify(manifest)));
  return openAssembly({
    name: store.name,
    list: () => [...files.keys()],
    size: (path) => files.get(path)?.length ?? 0,
    read: (path) => files.get(path) ?? new Uint8Array(),
  });
}
