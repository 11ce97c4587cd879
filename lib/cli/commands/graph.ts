import { directorySource, readAssembly } from '../../assembly/reader.ts';
import { drawGraph } from '../../toolkit/graph/graph.ts';
import { findProgram } from '../../toolkit/program/find.ts';
import type { CommandRun } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

/** keelson graph. */
export const run: CommandRun = async ({ arguments: [program], options, output }) => {
  const found = findProgram({
    ...(program !== undefined && { program }),
    ...(typeof options['out'] === 'string' && { out: options['out'] }),
  });
  const content = readAssembly(directorySource(found.output));
  output.text(drawGraph(content, typeof options['env'] === 'string' ? { environment: options['env'] } : {}));
  return EXIT.done;
};
