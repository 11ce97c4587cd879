import { type Checked, validateAssembly } from '../../toolkit/validate/index.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { count } from '../render/summary.ts';
import { programOf } from './program-input.ts';

/** keelson validate. */
export const run: CommandRun = async (input) => {
  const { options, output } = input;
  const found = programOf(input);
  const { findings, checked } = await validateAssembly({
    directory: found.output,
    root: found.appRoot,
    ...(typeof options['crds'] === 'string' && { crds: [options['crds']] }),
  });
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (options['output'] === 'json') output.json({ findings, checked });
  else {
    for (const { severity, code, object, file, message, fix } of findings) {
      const word = severity === 'error' ? output.style('red', 'error') : output.style('yellow', 'warning');
      output.line(`${word} ${code} ${[object, file && `(${file})`].filter(Boolean).join(' ')}: ${message}${fix ? `; ${fix}` : ''}`);
    }
    if (errors.length === 0) output.done(checkedText(checked));
  }
  return errors.length > 0 ? EXIT.userError : EXIT.done;
};

/** `5 units, 54 objects, 8 resources, 131 files, checked against Kubernetes v1.36.2`, and what no schema says anything of. */
function checkedText({ units, objects, resources, files, withoutSchema, kubernetesVersion }: Checked): string {
  const parts = [count(units, 'unit'), count(objects, 'object'), count(resources, 'resource'), count(files, 'file')];
  const unknown = withoutSchema > 0 ? `; ${count(withoutSchema, 'object')} without a schema` : '';
  return `${parts.join(', ')}, checked against Kubernetes ${kubernetesVersion}${unknown}`;
}
