import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLocation, type SourceLocation } from '../../core/errors.ts';

/**
 * Writes where each construct was created to `.keelson/sources.json` beside the program, a folder that git ignores: later
 * verbs name the line, and the assembly stays free of it. A folder that can't be written is no error.
 */
export function writeSources(appRoot: string, sources: ReadonlyMap<string, SourceLocation>): void {
  const folder = join(appRoot, '.keelson');
  const text = JSON.stringify(Object.fromEntries([...sources].map(([path, source]) => [path, formatLocation(source)])), undefined, 1);
  try {
    mkdirSync(folder, { recursive: true });
    const ignore = join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    const staged = join(folder, `sources.json.${process.pid}`);
    writeFileSync(staged, `${text}\n`);
    renameSync(staged, join(folder, 'sources.json'));
  } catch {
    // the sidecar only makes messages nicer
  }
}
