import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * `.keelson` beside the program is a folder of notes that git ignores: what only makes the next run faster or its messages
 * nicer. Whatever is wrong with it is no error.
 */
const FOLDER = '.keelson';

/** The text of a note, if it is there. */
export function readNote(appRoot: string, path: string): string | undefined {
  try {
    return readFileSync(join(appRoot, FOLDER, path), 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes a note, whole or not at all. */
export function writeNote(appRoot: string, path: string, text: string): void {
  const folder = join(appRoot, FOLDER);
  const file = join(folder, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const ignore = join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
    const staged = `${file}.${process.pid}`;
    writeFileSync(staged, text);
    renameSync(staged, file);
  } catch {
    // the next run does without
  }
}
