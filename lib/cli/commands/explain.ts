import { allCodes, explain } from '../../toolkit/explain/explain.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

/** keelson explain. */
export const run: CommandRun = async ({ arguments: [code], options, output }) => {
  if (code === undefined) {
    const entries = allCodes().map((one) => ({ code: one, ...explain(one) }));
    if (options['output'] === 'json') output.json(entries);
    else for (const { code: one, title } of entries) output.line(`${one}  ${title}`);
    return EXIT.done;
  }
  const { title, explanation, fix } = explain(code);
  if (options['output'] === 'json') output.json({ code: code.toUpperCase(), title, explanation, fix });
  else output.text(`${code.toUpperCase()}: ${title}\n\n${explanation}\n\nTo mend it: ${fix}\n`);
  return EXIT.done;
};
