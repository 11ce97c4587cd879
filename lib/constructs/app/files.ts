import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { compareText } from '../../core/compare.ts';
import { isReference, markersOf, type Referable } from '../../synth/reference/reference.ts';
import { stateOf } from '../../synth/state.ts';
import { text } from '../platform/schemas.ts';
import type { Mount } from './app-container.ts';

/** Files of an application: their text by absolute path. */
export type Files = Readonly<Record<string, Referable<string>>>;

/** Most bytes in a ConfigMap. Source: Kubernetes, "ConfigMaps": the data can't exceed 1 MiB. */
const LIMIT = 1024 * 1024;

/** Checks {@link Files}: paths of which each gives a key of its own, and texts that fit into a ConfigMap together. */
export const filesSchema = z
  .record(z.string().regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/, 'must be an absolute path of letters, digits, -, _ and .'), text)
  .superRefine((files, context) => {
    const paths = new Map<string, string>();
    for (const path of Object.keys(files)) {
      const other = paths.get(fileKey(path));
      if (other !== undefined)
        context.addIssue({ code: 'custom', path: [path], message: `another path: ${other} has the key ${fileKey(path)} too` });
      paths.set(fileKey(path), path);
    }
    const size = Object.values(files).reduce<number>((sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0), 0);
    if (size > LIMIT) context.addIssue({ code: 'custom', path: [], message: `at most 1 MiB together, and not ${size} bytes` });
  });

/** The key that a file has in its ConfigMap. */
export function fileKey(path: string): string {
  return path.slice(1).replaceAll('/', '_');
}

/** The data of the ConfigMap. */
export function fileData(files: Files): Record<string, Referable<string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [fileKey(path), text]));
}

/** Mounts of the volume with the files: each by itself, so that what the image has beside it stays. */
export function fileMounts(files: Files, volume: string): Mount[] {
  return Object.keys(files)
    .sort(compareText)
    .map((path) => ({ volume, mountPath: path, subPath: fileKey(path), readOnly: true }));
}

/**
 * A checksum of the literal text, so that a change rolls the pods. What is known only later is left out: when it changes, the
 * applier rolls them.
 */
export function fileChecksum(scope: IConstruct, files: Files): string {
  const markers = markersOf(stateOf(scope));
  const literal = Object.entries(files).map(([path, text]) => {
    if (isReference(text)) return [path, null];
    const parts = markers.split(text);
    const known = Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : null)) : [text];
    return [path, known.map((part) => part?.replaceAll(/\$\{TfToken\[[^\]]*\]\}/g, '') ?? null)];
  });
  return createHash('sha256').update(JSON.stringify(literal.sort())).digest('hex').slice(0, 16);
}
