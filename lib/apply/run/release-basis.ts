import type { KubernetesUnitFile, TerraformUnitFile } from '../../assembly/schema.ts';
import type { InputRecord, ReleaseSummary, UnitRelease } from '../release/release.ts';
import type { ReleaseTexts } from '../release/release-store.ts';
import type { RunSession } from './session.ts';

/** What of a release is known before the unit is run. */
export interface ReleaseBasis {
  readonly facts: Pick<UnitRelease, 'key' | 'unit' | 'plane' | 'contentDigest' | 'files' | 'dependsOn' | 'inputs' | 'clusterUid'>;
  /** What it holds, read when something is recorded. */
  readonly texts: ReleaseTexts;
}

/** Of a Terraform unit of the output. */
export function terraformBasis(
  session: RunSession,
  unit: string,
  file: TerraformUnitFile,
  inputs: Readonly<Record<string, InputRecord>>,
): ReleaseBasis {
  return basis(session, unit, file, file.files, inputs);
}

/** Of a Kubernetes unit of the output. */
export function kubernetesBasis(
  session: RunSession,
  unit: string,
  file: KubernetesUnitFile,
  inputs: Readonly<Record<string, InputRecord>>,
): ReleaseBasis {
  return basis(session, unit, file, file.objects, inputs);
}

function basis(
  session: RunSession,
  unit: string,
  { key, plane, dependsOn }: Pick<TerraformUnitFile | KubernetesUnitFile, 'key' | 'plane' | 'dependsOn'>,
  entries: readonly { readonly file: string; readonly digest: string }[],
  inputs: Readonly<Record<string, InputRecord>>,
): ReleaseBasis {
  const contentDigest = session.digestOf(unit);
  const all = [{ file: session.fileOf(unit), digest: contentDigest }, ...entries];
  const files = Object.fromEntries(all.map(({ file, digest }) => [file, digest]));
  return {
    facts: { key, unit, plane, contentDigest, files, dependsOn: dependsOn.map((edge) => edge.unit), inputs },
    *texts() {
      for (const { file, digest } of all) yield [digest, session.run.assembly.text(file, digest)];
    },
  };
}

/** Of a unit that left the program: as it was released last. */
export function releasedBasis(release: ReleaseSummary): ReleaseBasis {
  const { key, unit, plane, contentDigest, dependsOn, inputs, clusterUid } = release;
  const facts = { key, unit, plane, contentDigest, files: {}, dependsOn, inputs, ...(clusterUid !== undefined && { clusterUid }) };
  return { facts, texts: () => [] };
}
