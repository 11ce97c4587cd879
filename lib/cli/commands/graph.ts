import { drawGraph } from '../../toolkit/graph/graph.ts';
import { readOutput } from '../../toolkit/program/read-output.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { programOf } from './program-input.ts';

/** keelson graph. */
export const run: CommandRun = async (input) => {
  const { env } = input.options;
  input.output.text(drawGraph(readOutput(programOf(input)), typeof env === 'string' ? { environment: env } : {}));
  return EXIT.done;
};
