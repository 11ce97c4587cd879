import type { IConstruct } from 'constructs';
import { constructPath, namedConstruct } from './construct-path.ts';
import { errorAt } from './state.ts';

/** A path or id that a construct had before, or one that needs import ids to move between two states. */
export type Alias = string | { readonly path: string; readonly importIds: Readonly<Record<string, string>> };

interface Resolved {
  readonly path: string;
  /** The scope whose path was another: the construct itself, or one above it. */
  readonly holder: IConstruct;
  /** Ids to import by, by resource type. */
  readonly importIds: Readonly<Record<string, string>>;
}

const ALIASES = Symbol.for('keelson.aliases');
type Holder = IConstruct & { [ALIASES]?: Resolved[] };

/**
 * Says that a construct stood elsewhere before, so that what it makes is moved and not replaced: a `moved` block in
 * Terraform (`removed` and `import` between two states), an identity move in Kubernetes.
 * @param aliases what the construct was before: the id alone if it stood in the same scope, such as `old-id`, else the full path
 *   without the platform, such as `prod/main/old-id`
 */
export function addAliases(construct: IConstruct, ...aliases: Alias[]): void {
  const holder = construct as Holder;
  if (!holder[ALIASES]) Object.defineProperty(holder, ALIASES, { value: [] });
  for (const alias of aliases) {
    const { path, importIds } = typeof alias === 'string' ? { path: alias, importIds: {} } : alias;
    if (path === '' || path.startsWith('/') || path.endsWith('/'))
      throw errorAt(construct, 'KS1001', `the alias ${JSON.stringify(path)} is no construct path`, {
        fix: "give the old id alone, such as 'old-id', or a path such as 'prod/main/old-id'",
      });
    holder[ALIASES]?.push({ path: fullPath(construct, path), importIds, holder: construct });
  }
}

/** An id alone is one in the scope of the construct: a program that loops over environments gives all of them one alias. */
function fullPath(construct: IConstruct, alias: string): string {
  const scope = constructPath(construct).split('/').slice(0, -1);
  return alias.includes('/') ? alias : [...scope, alias].join('/');
}

/** Paths that a construct had before: its own aliases, and those that follow from the aliases of its scopes. */
export function aliasesOf(construct: IConstruct): readonly Resolved[] {
  const found: Resolved[] = [];
  let below = '';
  for (let scope: IConstruct | undefined = namedConstruct(construct); scope; scope = scope.node.scope) {
    for (const alias of (scope as Holder)[ALIASES] ?? []) found.push({ ...alias, path: `${alias.path}${below}` });
    below = `/${scope.node.id}${below}`;
  }
  return found;
}
