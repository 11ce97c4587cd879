import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceLocation } from '../../core/errors.ts';

/**
 * Writes where each construct was created, for editors and for messages of later commands, to `.keelson/sources.json` beside
 * the program. It is no part of the output and ignored by git; where it can't be written, it is left out.
 */
export function writeSources(appRoot: string, sources: ReadonlyMap<string, SourceLocation>): void {
  const folder = join(appRoot, '.keelson');
  const places = Object.fromEntries([...sources].map(([path, { file, line }]) => [path, `${file}:${line}`]));
  try {
    mkdirSync(folder, { recursive: true });
    replace(join(folder, '.gitignore'), '*\n');
    replace(join(folder, 'sources.json'), `${JSON.stringify(places, undefined, 1)}\n`);
  } catch {
    // a read-only checkout
  }
}

function replace(file: string, text: string): void {
  if (tryRead(file) === text) return;
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
