import { isAbsolute, join, relative, sep } from 'node:path';
import type { KeelsonError, SourceLocation } from '../../core/errors.ts';
import { messages } from '../../core/messages/index.ts';

/** Where the paths of messages lead. */
export interface Places {
  /** Folder that a problem's source is relative to. @default - the current folder */
  readonly appRoot?: string;
  /** Folder of the person who reads. @default - the current folder */
  readonly cwd?: string;
}

/** `KS1001 dev/main/qwen (main.ts:8): what was wrong; what to change`, with a path that can be followed from the current folder. */
export function problemText({ code, details }: KeelsonError, places: Places = {}): string {
  const at = details.source && `(${pathFromHere(details.source.file, places)}:${details.source.line})`;
  const where = [details.path || details.object, at].filter(Boolean).join(' ');
  const fix = details.fix ?? messages[code].fix;
  return `${code}${where ? ` ${where}` : ''}: ${details.message}${fix ? `; ${fix}` : ''}`;
}

/** A problem as data, for `--output json`. */
export function problemData({ code, details }: KeelsonError, places: Places = {}): Readonly<Record<string, unknown>> {
  const { path, object, source, message } = details;
  const place: SourceLocation | undefined = source && { ...source, file: pathFromHere(source.file, places) };
  return {
    code,
    message,
    ...(path && { path }),
    ...(object !== undefined && { object }),
    ...(place && { source: place }),
    fix: details.fix ?? messages[code].fix,
  };
}

/** A file of a message, as one would type it in the current folder. */
function pathFromHere(file: string, { appRoot, cwd = process.cwd() }: Places): string {
  if (appRoot === undefined && !isAbsolute(file)) return file;
  const short = relative(cwd, isAbsolute(file) ? file : join(appRoot ?? cwd, file));
  return (isAbsolute(short) ? file : short).split(sep).join('/');
}
