import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { isForeign } from '../../../assembly/output-directory.ts';

/** What one asset or local module may hold: an assembly is read in a review. */
const MOST_FILES = 500;
const MOST_BYTES = 4 * 1024 * 1024;

/** Texts by path in the folder, with `/`; that of a file alone is its name. */
export type Texts = ReadonlyMap<string, string>;

/**
 * Reads a file or folder that stands in a stack's folder afterwards. Reports, and leaves out, what an assembly can not hold:
 * links, other bytes than UTF-8 text, names that another system can not have, and too much.
 * @param foreign what becomes of names that are never part of an assembly, such as `.terraform`
 */
export function readTexts(source: string, foreign: 'skip' | 'refuse', report: (problem: string) => void): Texts {
  const texts = new Map<string, string>();
  const names = new Map<string, string>();
  let bytes = 0;
  for (const { path, stat } of filesOf(source, foreign, report)) {
    const name = path || basename(source);
    const twin = names.get(name.toLowerCase());
    names.set(name.toLowerCase(), name);
    bytes += stat.size;
    if (names.size > MOST_FILES || bytes > MOST_BYTES) {
      report(`it has more than ${MOST_FILES} files or ${MOST_BYTES / 1024 / 1024} MiB`);
      break;
    }
    const text = stat.isFile() ? textOf(readFileSync(join(source, path))) : undefined;
    if (stat.isSymbolicLink()) report(`${name} is a symbolic link`);
    else if (!stat.isFile()) report(`${name} is no file`);
    else if (!isPortable(name)) report(`${JSON.stringify(name)} is a name that not every system can have`);
    else if (twin !== undefined) report(`${twin} and ${name} differ only by case`);
    else if (text === undefined) report(`${name} is no text in UTF-8`);
    else texts.set(name, text);
  }
  return texts;
}

interface Found {
  /** Relative to the source, with `/`; empty for the source itself. */
  readonly path: string;
  readonly stat: Stats;
}

/** Everything but folders, in the order of its paths; lazily, so that a huge folder ends at the limit. */
function* filesOf(source: string, foreign: 'skip' | 'refuse', report: (problem: string) => void, path = ''): Generator<Found> {
  const stat = lstatSync(join(source, path), { throwIfNoEntry: false });
  if (!stat) report(`${path || basename(source)} is not there`);
  else if (!stat.isDirectory()) yield { path, stat };
  else {
    for (const entry of readdirSync(join(source, path)).sort()) {
      const below = path === '' ? entry : `${path}/${entry}`;
      if (!isForeign(entry)) yield* filesOf(source, foreign, report, below);
      else if (foreign === 'refuse') report(`${below} is never part of an assembly`);
    }
  }
}

function isPortable(path: string): boolean {
  return !/[\\:*?"<>|\p{Cc}]/u.test(path) && path.split('/').every((part) => Buffer.byteLength(part) <= 200 && !/[. ]$/.test(part));
}

/** The text of these bytes; undefined when they are none, so that they could not be written back as they were. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
