import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { KeelsonError } from '../../core/errors.ts';
import type { CustomResourceDefinition } from '../../facts/crds/load.ts';
import { definitionOf } from '../../policy/kubernetes/definition.ts';
import { nearestPackage } from '../../synth/package-json.ts';
import { filesOf } from './glob.ts';

/** Where a person keeps custom resource definitions for validation. */
export interface DefinitionSources {
  /** The program's folder, absolute. Its subfolder `crds` is read when it exists. */
  readonly root: string;
  /** Files, folders and patterns, relative to the root. @default - none */
  readonly crds?: readonly string[];
}

/**
 * Reads the definitions of a person: the folder `crds` beside the program, what `package.json#keelson.crds` of the nearest
 * package.json names, and `crds`. Throws KS5013 for a name that gives no definition, and for a file that can't be read.
 */
export function readDefinitions({ root, crds = [] }: DefinitionSources): readonly CustomResourceDefinition[] {
  const configured = configuredPaths(root);
  const named = [...configured.paths.map((path) => [configured.folder, path] as const), ...crds.map((path) => [root, path] as const)];
  const beside = existsSync(join(root, 'crds')) ? filesOf(root, 'crds') : [];
  const files = new Set(beside);
  for (const [folder, path] of named) {
    const found = filesOf(folder, path);
    if (found.length === 0) throw new KeelsonError('KS5013', { message: `${JSON.stringify(path)} names no file in ${folder}` });
    for (const file of found) files.add(file);
  }
  return [...files].flatMap((file) => readFile(file, relative(root, file)));
}

/** The definitions of one file, which may hold several documents, and other objects too. */
function readFile(file: string, name: string): readonly CustomResourceDefinition[] {
  let documents: unknown[];
  try {
    documents = loadAll(readFileSync(file, 'utf8')) as unknown[];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new KeelsonError('KS5013', { message: `${name} can not be read: ${reason}`, source: { file: name, line: 1 }, cause });
  }
  const objects = documents.flatMap((document) => (document as { items?: unknown[] } | null)?.items ?? [document]);
  const definitions = objects.flatMap((object) => definitionOf(object) ?? []);
  if (definitions.length === 0) {
    throw new KeelsonError('KS5013', { message: `${name} holds no custom resource definition`, source: { file: name, line: 1 } });
  }
  return definitions;
}

function configuredPaths(root: string): { readonly folder: string; readonly paths: readonly string[] } {
  const found = nearestPackage(root);
  if (!found) return { folder: root, paths: [] };
  const crds = found.keelson?.['crds'];
  if (crds === undefined) return { folder: found.folder, paths: [] };
  const paths = typeof crds === 'string' ? [crds] : crds;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
    throw new KeelsonError('KS5013', {
      message: `package.json#keelson.crds is ${JSON.stringify(crds)}, not a list of paths`,
      source: { file: found.file, line: 1 },
    });
  }
  return { folder: found.folder, paths };
}
