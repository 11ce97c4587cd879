import { isLocalSource, localSources, resolveSource } from '../../assembly/local-modules.ts';
import { stackPath } from '../../assembly/paths.ts';
import type { RuleInput } from '../rule.ts';
import type { TerraformUnit } from '../units.ts';
import { type Json, objectAt } from './stack.ts';

/** Problems of one module: the file that names it, and where in it. */
type Report = (problem: {
  readonly code: 'KS6018';
  readonly pointer?: string;
  readonly object: string;
  readonly message: string;
  readonly fix: string;
}) => void;

const FIX = "give a path relative to the program's folder, and leave the source of the module to Keelson";

/** Every local module of a stack, and every one that those refer to, has files of Terraform in the stack's folder (KS6018). */
export function checkModules(assembly: RuleInput['assembly'], unit: TerraformUnit, stack: Json, report: Report): void {
  const root = stackPath(unit.environment, unit.content.stack);
  const files = new Map(unit.content.files.map(({ file }) => [file.slice(root.length + 1), assembly.files.get(file) ?? '']));
  const check = (folder: string, source: string, object: string, pointer?: string): void => {
    const place = resolveSource(folder, source);
    const isThere =
      place !== undefined &&
      [...files.keys()].some((path) => /\.tf(\.json)?$/.test(path) && path.slice(0, path.lastIndexOf('/')) === place);
    const message = `the source ${source} has no file of Terraform in the stack's folder`;
    if (!isThere) report({ code: 'KS6018', object, message, fix: FIX, ...(pointer !== undefined && { pointer }) });
  };
  const modules = objectAt(stack, 'module');
  for (const name of Object.keys(modules)) {
    const { source } = objectAt(modules, name);
    if (isLocalSource(source)) check('', source, `module.${name}`, `/module/${name}/source`);
  }
  for (const [path, text] of files) {
    if (path.includes('/')) for (const source of localSources(path, text)) check(path.slice(0, path.lastIndexOf('/')), source, path);
  }
}
