import type { OpenAssembly } from '../../assembly/open.ts';
import { parseUnitFile } from '../../assembly/parse.ts';
import type { TerraformUnitFile } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { ReleaseSummary } from '../release/release.ts';
import type { ReleaseStore } from '../release/release-store.ts';

/** Texts of a Terraform unit, by path in its own folder. */
export function unitFiles(assembly: Pick<OpenAssembly, 'text'>, { files }: Pick<TerraformUnitFile, 'files'>): Map<string, string> {
  const folder = stackFolder(files);
  return new Map(files.map(({ file, digest }) => [file.slice(folder.length), assembly.text(file, digest)]));
}

/** Folder of a unit's stack, with the `/` at its end: where its `cdk.tf.json` is. */
function stackFolder(files: TerraformUnitFile['files']): string {
  const stack = files.find(({ file }) => file.split('/').length === 4 && file.endsWith('/cdk.tf.json'));
  return stack ? stack.file.slice(0, -'cdk.tf.json'.length) : '';
}

/** The unit file and the texts of a release. Throws KS8070, and KS8093 for one that holds another unit. */
export async function releasedUnit(
  store: Pick<ReleaseStore, 'text'>,
  { unit, key, revision, contentDigest }: ReleaseSummary,
): Promise<{ readonly file: TerraformUnitFile; readonly files: Map<string, string> }> {
  const name = `${unit}, release ${revision}`;
  const file = parseUnitFile(await store.text(contentDigest, contentDigest), name);
  if (file.plane !== 'terraform' || file.key !== key)
    throw new KeelsonError('KS8093', { object: unit, message: `release ${revision} holds ${file.key}` });
  const texts = new Map<string, string>();
  for (const { digest } of file.files) texts.set(digest, await store.text(contentDigest, digest));
  return { file, files: unitFiles({ text: (_, digest) => texts.get(digest) as string }, file) };
}
