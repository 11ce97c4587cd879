import type { AssemblyContent } from '../../assembly/content.ts';
import { directorySource, readAssembly } from '../../assembly/reader.ts';
import { revisionSource } from '../git/revision-source.ts';
import { diffAssemblies } from './diff-assemblies.ts';
import type { AssemblyDiff } from './types.ts';

export { diffAssemblies } from './diff-assemblies.ts';
export type { Action, AssemblyDiff, Change, ConstructChanges, FieldChange, RenameHint, Summary } from './types.ts';

/** What to compare. */
export interface DiffOptions {
  /** The output directory, absolute. */
  readonly directory: string;
  /** `<rev>`, which the directory is compared with, or `<rev>..<rev>`. @default 'HEAD' */
  readonly revisions?: string;
}

/** Compares the output directory with a revision of git, or two revisions. Throws KS7001 to KS7003, and what the reader does. */
export function diffOutput({ directory, revisions = 'HEAD' }: DiffOptions): AssemblyDiff {
  const [old = 'HEAD', now] = revisions.split('..');
  const before = readRevision(directory, old || 'HEAD');
  const after = now === undefined ? readAssembly(directorySource(directory)) : readRevision(directory, now || 'HEAD');
  return diffAssemblies(before, after ?? EMPTY);
}

const EMPTY: AssemblyContent = {
  manifest: { $schema: '', schemaVersion: '1.0', platform: '', environments: {} },
  units: new Map(),
  objects: new Map(),
  files: new Map(),
};

function readRevision(directory: string, revision: string): AssemblyContent | undefined {
  const source = revisionSource(directory, revision);
  return source && readAssembly(source);
}
