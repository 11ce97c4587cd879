import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { KeelsonError } from '../../core/errors.ts';
import { drawGraph, type GraphOptions, graphTooLarge } from '../../toolkit/graph/graph.ts';
import { drawPicture } from '../../toolkit/graph/svg/index.ts';
import { readOutput } from '../../toolkit/program/read-output.ts';
import type { CommandInput, CommandRun } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { programOf } from './program-input.ts';

/** keelson graph. */
export const run: CommandRun = async (input) => {
  const { env, svg, check } = input.options;
  const options: GraphOptions = typeof env === 'string' ? { environment: env } : {};
  if (check === true && typeof svg !== 'string')
    throw new KeelsonError('KS0011', { message: '--check compares a picture, and none is named', fix: 'give --svg <file> with it' });
  if (svg !== undefined) return await picture(input, svg, options);
  const chart = drawGraph(readOutput(programOf(input)), options);
  input.output.text(chart);
  const reason = graphTooLarge(chart);
  if (reason !== undefined)
    input.output.detail(`note: ${reason}; ${env === undefined ? '--env draws one environment' : '--svg draws a picture of any size'}`);
  return EXIT.done;
};

/** Prints, writes or checks the picture. */
async function picture(input: CommandInput, file: string | boolean, options: GraphOptions): Promise<ExitCode> {
  // `--svg examples/shop` would take the program for the file.
  if (typeof file === 'string' && !file.endsWith('.svg'))
    throw new KeelsonError('KS0011', {
      message: `--svg writes a file that ends with .svg, and got ${JSON.stringify(file)}`,
      fix: 'name such a file, or give the program before --svg: keelson graph <program> --svg',
    });
  const text = await drawPicture(readOutput(programOf(input)), options);
  if (typeof file !== 'string') {
    input.output.text(text);
    return EXIT.done;
  }
  const target = resolve(file);
  const isCurrent = existsSync(target) && readFileSync(target, 'utf8') === text;
  if (input.options['check'] === true) {
    if (isCurrent) input.output.done(`${file} is up to date`);
    else
      input.output.error(
        new KeelsonError('KS0014', {
          object: file,
          message: 'it is not the picture of the output',
          fix: 'run the same command without --check and commit the result',
        }),
      );
    return isCurrent ? EXIT.done : EXIT.differences;
  }
  mkdirSync(dirname(target), { recursive: true });
  if (!isCurrent) writeFileSync(target, text);
  input.output.done(`${file}: ${isCurrent ? 'unchanged' : 'written'}`);
  return EXIT.done;
}
