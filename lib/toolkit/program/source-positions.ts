import { SourceMap, type SourceMapPayload } from 'node:module';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { SourceLocation } from '../../core/errors.ts';

/** What stands for the script of the program's own files in stack frames. */
export const PROGRAM_SCRIPT = 'keelson:program';
/** What stands for the script of libraries. */
export const LIBRARIES_SCRIPT = 'keelson:libraries';

/** Finds places of the user's sources by positions in the script that ran. */
export class SourcePositions {
  readonly #map: string;
  readonly #appRoot: string;
  readonly #sources: string;
  #decoded: SourceMap | undefined;
  readonly #known = new Map<number, SourceLocation>();

  /** @param sources folder that the map's sources are relative to @default - the program's folder */
  constructor(map: string, appRoot: string, sources: string = appRoot) {
    this.#map = map;
    this.#appRoot = appRoot;
    this.#sources = sources;
  }

  /** The source of a position; lines and columns count from 1. */
  find(line: number, column: number): SourceLocation {
    const key = line * 2 ** 24 + column;
    let location = this.#known.get(key);
    if (!location) {
      location = this.#find(line, column);
      this.#known.set(key, location);
    }
    return location;
  }

  #find(line: number, column: number): SourceLocation {
    if (this.#map === '') return { file: PROGRAM_SCRIPT, line, column };
    this.#decoded ??= new SourceMap(JSON.parse(this.#map) as SourceMapPayload);
    const entry = this.#decoded.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return { file: PROGRAM_SCRIPT, line, column };
    const path = resolve(this.#sources, entry.originalSource);
    const short = relative(this.#appRoot, path);
    return {
      file: (isAbsolute(short) ? path : short).split(sep).join('/'),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  }
}

const FRAME = /keelson:(program|libraries):(\d+):(\d+)/g;

/** The first place of the user's sources in a stack trace. */
export function userPlace(stack: string, program: SourcePositions): SourceLocation | undefined {
  for (const [, script, line, column] of stack.matchAll(FRAME)) {
    if (script === 'program') return program.find(Number(line), Number(column));
  }
  return undefined;
}

/** A stack trace with the user's sources, and with those of libraries when their map is there. */
export function mapStack(stack: string, program: SourcePositions, libraries?: SourcePositions): string {
  return stack.replace(FRAME, (frame, script: string, line: string, column: string) => {
    const place = (script === 'program' ? program : libraries)?.find(Number(line), Number(column));
    return place && place.file !== PROGRAM_SCRIPT ? `${place.file}:${place.line}:${place.column}` : frame;
  });
}
