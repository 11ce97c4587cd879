import { drawGraph, graphTooLarge } from '../../toolkit/graph/graph.ts';
import { readOutput } from '../../toolkit/program/read-output.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { programOf } from './program-input.ts';

/** keelson graph. */
export const run: CommandRun = async (input) => {
  const { env } = input.options;
  const chart = drawGraph(readOutput(programOf(input)), typeof env === 'string' ? { environment: env } : {});
  input.output.text(chart);
  const reason = graphTooLarge(chart);
  if (reason !== undefined) input.output.detail(`note: ${reason}${env === undefined ? '; --env draws one environment' : ''}`);
  return EXIT.done;
};
