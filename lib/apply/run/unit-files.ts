import type { OpenAssembly } from '../../assembly/open.ts';
import type { TerraformUnitFile } from '../../assembly/schema.ts';

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
