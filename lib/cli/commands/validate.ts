import { validateAssembly } from '../../toolkit/validate/index.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
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
    if (errors.length === 0)
      output.done(
        Object.entries(checked)
          .filter(([, count]) => typeof count === 'number')
          .map(([name, count]) => `${count} ${name}`)
          .join(', '),
      );
  }
  return errors.length > 0 ? EXIT.userError : EXIT.done;
};
