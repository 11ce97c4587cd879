import type { AssemblyContent } from '../../assembly/content.ts';
import { directorySource, readAssembly } from '../../assembly/reader.ts';
import { SCHEMA_VERSION } from '../../assembly/schema.ts';
import { KeelsonError } from '../../core/errors.ts';
import { locateInRepository, type RepositoryPath } from '../git/repository.ts';
import { revisionSource } from '../git/revision-source.ts';
import { mergeBase, parseRevisions, resolveCommit } from '../git/revisions.ts';
import { diffAssemblies } from './diff-assemblies.ts';
import type { AssemblyDiff } from './types.ts';

/** What to compare. */
export interface DiffOptions {
  /** The output directory, absolute. */
  readonly directory: string;
  /**
   * `<rev>`, which the directory is compared with; `<rev>..<rev>`; or `<rev>...<rev>`, from where they branched to the second.
   * @default 'HEAD'
   */
  readonly revisions?: string;
}

/**
 * Compares the output directory with a revision of git, or two revisions. An old revision without the output means that
 * everything is new. Throws KS7001 to KS7005, and KS3xxx for a side that can not be read.
 */
export function diffOutput({ directory, revisions = 'HEAD' }: DiffOptions): AssemblyDiff {
  const range = parseRevisions(revisions);
  const place = locateInRepository(directory);
  const [old, now] = [range.before, range.after];
  const base = range.fromMergeBase ? mergeBase(place.folder, old, now ?? 'HEAD') : resolveCommit(place.folder, old);
  const before = readRevision(place, base, old);
  const after =
    now === undefined
      ? readAssembly(directorySource(directory), { lazy: true })
      : readRevision(place, resolveCommit(place.folder, now), now);
  return diffAssemblies(before, after ?? withoutUnits(before));
}

function readRevision(place: RepositoryPath, commit: string, revision: string): AssemblyContent | undefined {
  const source = revisionSource(place, commit, revision);
  if (!source) return undefined;
  try {
    return readAssembly(source, { lazy: true });
  } catch (error) {
    if (!KeelsonError.is(error) || error.code === 'KS3005') throw error;
    const { message, object = '', cause = error } = error.details;
    throw new KeelsonError(error.code, { message, object: `${revision}:${object}`, cause, fix: 'name a revision whose output is whole' });
  }
}

/** A revision after the output was removed: everything goes. */
function withoutUnits(before: AssemblyContent | undefined): AssemblyContent {
  const { $schema = '', platform = '' } = before?.manifest ?? {};
  return {
    manifest: { $schema, schemaVersion: SCHEMA_VERSION, platform, environments: {} },
    units: new Map(),
    objects: new Map(),
    files: new Map(),
  };
}
