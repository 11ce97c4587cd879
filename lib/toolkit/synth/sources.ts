import { formatLocation, type SourceLocation } from '../../core/errors.ts';
import { writeNote } from '../../synth/notes.ts';

/**
 * Writes where each construct was created to `.keelson/sources.json` beside the program, a folder that git ignores: later
 * verbs name the line, and the assembly stays free of it. A folder that can't be written is no error.
 */
export function writeSources(appRoot: string, sources: ReadonlyMap<string, SourceLocation>): void {
  // Line by line: an object of thousands of keys is slow to make.
  const lines = [...sources].map(([path, source]) => ` ${JSON.stringify(path)}: ${JSON.stringify(formatLocation(source))}`);
  const text = `{\n${lines.join(',\n')}\n}\n`;
  writeNote(appRoot, 'sources.json', `${text}\n`);
}
