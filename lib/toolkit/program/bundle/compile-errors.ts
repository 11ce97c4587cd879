import { relative, resolve, sep } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { KeelsonError, KeelsonErrors, type SourceLocation } from '../../../core/errors.ts';

/** What esbuild reports, as errors of Keelson; anything else is given back as it is. */
export function compileErrors(error: unknown, appRoot: string): unknown {
  if (typeof error !== 'object' || error === null || !Array.isArray((error as Partial<BuildFailure>).errors)) return error;
  return new KeelsonErrors((error as BuildFailure).errors.map((message) => compileError(message, appRoot)));
}

function compileError({ text, location, notes }: Message, appRoot: string): KeelsonError {
  const source = location ? { source: { ...locate(location.file, appRoot), line: location.line, column: location.column + 1 } } : {};
  if (/^Top-level await/.test(text)) return new KeelsonError('KS0008', { ...source, message: 'await outside a function' });
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (missing === undefined) return new KeelsonError('KS0005', { ...source, message: lower(text) });
  const isFile = /^[./]/.test(missing);
  const hint = notes.map((note) => note.text).find((note) => /not exported|isn't|exports/i.test(note));
  return new KeelsonError('KS0009', {
    ...source,
    message: `${JSON.stringify(missing)} is not ${isFile ? 'there' : 'installed'}${hint ? `: ${lower(hint)}` : ''}`,
    fix: isFile ? 'correct the path' : `npm install ${packageOf(missing)}, or correct the name`,
  });
}

function locate(file: string, appRoot: string): Pick<SourceLocation, 'file'> {
  return { file: relative(appRoot, resolve(appRoot, file)).split(sep).join('/') };
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** In the form of Keelson's messages: lowercase, without a full stop. */
function lower(text: string): string {
  const first = text.split('\n')[0] ?? '';
  return (first.charAt(0).toLowerCase() + first.slice(1)).replace(/\.$/, '');
}
