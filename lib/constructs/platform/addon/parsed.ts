import { fastDigest } from '../../../core/digest.ts';
import { appRoot } from '../../../synth/locks.ts';
import { readNote, writeNote } from '../../../synth/notes.ts';

type Objects = Record<string, unknown>[];

/** Raised when texts are read in another way. */
const FORM = 1;
/** Characters from which on a text is worth a note. */
const LARGE = 10_000;

/** What large texts hold, as JSON: every environment reads the same files. */
const known = new Map<string, string>();

/**
 * The objects of a text, from this run or a note of an earlier one where they are known: reading the YAML of some definitions takes
 * longer than everything else in a program.
 * @param reader name of `read`, which reads a text in its own way
 */
export function parsedObjects(text: string, reader: string, read: (text: string) => Objects): Objects {
  if (text.length < LARGE) return read(text);
  const key = fastDigest(`${FORM} ${reader}\n${text}`);
  const note = `yaml/${key}.json`;
  const json = known.get(key) ?? readNoted(note);
  if (json !== undefined) {
    known.set(key, json);
    return JSON.parse(json) as Objects;
  }
  const objects = read(text);
  const made = JSON.stringify(objects);
  known.set(key, made);
  writeNote(appRoot(), note, `${fastDigest(made)}\n${made}`);
  return objects;
}

/** A note of an earlier run, if it is whole. */
function readNoted(note: string): string | undefined {
  const content = readNote(appRoot(), note);
  const end = content?.indexOf('\n') ?? -1;
  if (content === undefined || end < 0) return undefined;
  const json = content.slice(end + 1);
  return content.slice(0, end) === fastDigest(json) ? json : undefined;
}
