import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { loadAll } from 'js-yaml';
import { appRoot } from '../../synth/locks.ts';
import { reportError } from '../../synth/state.ts';

/** A vendored file and the objects in it; a List stands for its items. */
export interface VendoredFile {
  /** Relative to the program's folder. */
  readonly path: string;
  readonly text: string;
  readonly objects: readonly Record<string, unknown>[];
}

/** Reads YAML files, and those of folders, sorted by path. Reports KS1001 for one that is missing or not safe to read. */
export function readVendored(construct: IConstruct, paths: readonly string[]): VendoredFile[] {
  const files: VendoredFile[] = [];
  for (const path of new Set(paths.flatMap((entry) => expand(construct, entry)).sort())) {
    const text = readFileSync(join(appRoot(), path), 'utf8');
    try {
      const documents = loadAll(text, { maxAliases: 0 }).filter((document) => document !== null && document !== undefined);
      files.push({ path, text, objects: documents.flatMap(items) });
    } catch (cause) {
      reportError(
        construct,
        'KS1001',
        `${path} can not be read: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`,
        { fix: 'give a file of YAML documents without aliases and duplicate keys', cause },
      );
    }
  }
  return files;
}

function expand(construct: IConstruct, path: string): string[] {
  const found = statSync(join(appRoot(), path), { throwIfNoEntry: false });
  const files = found?.isDirectory()
    ? readdirSync(join(appRoot(), path))
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(path, name))
    : found
      ? [path]
      : [];
  if (files.length === 0)
    reportError(construct, 'KS1001', `${path} has no YAML file`, { fix: 'give a path relative to the folder of the program' });
  return files;
}

function items(document: unknown): Record<string, unknown>[] {
  const object = document as Record<string, unknown>;
  const list = object['items'];
  return typeof object['kind'] === 'string' && object['kind'].endsWith('List') && Array.isArray(list) ? list.flatMap(items) : [object];
}
