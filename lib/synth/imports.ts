import type { IConstruct } from 'constructs';
import { isReference, type Referable } from './reference/reference.ts';
import { errorAt, type PlatformState, stateOf } from './state.ts';

/** Ids to import by, of one construct: by the path of the resource below it, `''` for its main resource. */
export interface ImportRequest {
  readonly construct: IConstruct;
  readonly ids: ReadonlyMap<string, Referable<string>>;
}

const IMPORTS = Symbol.for('keelson.imports');

/**
 * Takes over resources that exist: Terraform imports them into the unit's state in place of creating them, and from then on
 * the program manages them. It stays without effect after that, and may stay in the program. Reports KS6004 at synth for a
 * path without a resource, KS6005 for a resource that is imported twice.
 * @param construct a resource of cdktf, or a construct that holds some
 * @param ids the id that the provider imports the resource by, or several by the path below the construct, such as
 *   `{ 'vpc': 'vpc-0123456789abcdef0' }`
 */
export function importExisting(construct: IConstruct, ids: Referable<string> | Readonly<Record<string, Referable<string>>>): void {
  const entries: [string, Referable<string>][] =
    typeof ids === 'string' || isReference(ids) ? [['', ids as Referable<string>]] : Object.entries(ids);
  for (const [path, id] of entries)
    if (id === '' || id === undefined || path.startsWith('/'))
      throw errorAt(
        construct,
        'KS1001',
        `the import id ${JSON.stringify(id)} of ${JSON.stringify(path)} is empty, or its path begins with /`,
        {
          fix: 'give the id that the provider imports the resource by',
        },
      );
  importRequests(stateOf(construct)).push({ construct, ids: new Map(entries) });
}

/** All imports that a platform's program asked for. */
export function importRequests(state: PlatformState): ImportRequest[] {
  return state.adapter<ImportRequest[]>(IMPORTS, () => []);
}
