import type { AssemblyContent } from '../../assembly/content.ts';
import { directorySource, readAssembly } from '../../assembly/reader.ts';
import type { Program } from './find.ts';

/** The output of a program as it stands in its folder. Throws KS3xxx when there is none or it is damaged. */
export function readOutput(program: Program): AssemblyContent {
  return readAssembly(directorySource(program.output));
}
