import type { TerraformElement, TerraformResource } from 'cdktf';
import { aliasesOf } from '../aliases.ts';
import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { Region } from '../region.ts';
import { type Json, listAt } from './json.ts';
import { idOfPath } from './logical-id.ts';
import { placeBefore } from './old-place.ts';

/** Turns the aliases of a resource into `moved` blocks, or into `removed` and `import` when it comes from another state. */
export function addMoves(context: SynthContext, element: TerraformElement, unit: UnitDraft, fragment: Json): void {
  const aliases = aliasesOf(element);
  if (aliases.length === 0) return;
  for (const [type, bodies] of Object.entries((fragment['resource'] ?? {}) as Json)) {
    for (const id of Object.keys(bodies as Json)) {
      for (const alias of aliases) move(context, element as TerraformResource, unit, type, id, alias);
    }
  }
}

function move(
  context: SynthContext,
  element: TerraformResource,
  unit: UnitDraft,
  type: string,
  id: string,
  alias: ReturnType<typeof aliasesOf>[number],
): void {
  const [environment, ...below] = alias.path.split('/');
  if (environment !== unit.placement.environment.name) {
    const own = unit.placement.environment.name;
    context.error(element, 'KS6003', `the alias ${alias.path} is not in the environment ${own}`, {
      fix: `begin the path with ${own}/, or give the old id alone; what is in another environment's state is imported here, and let go of there by retain`,
    });
    return;
  }
  const old = placeBefore(element, alias.holder, below, unit.placement);
  const from = `${type}.${idOfPath(old.ids)}`;
  const to = `${type}.${id}`;
  if (old.placement.unitId === unit.placement.unitId) {
    if (from !== to) listAt(unit.stack, 'moved').push({ from, to });
    return;
  }
  const importId = alias.importIds[type];
  if (importId === undefined) {
    context.error(
      element,
      'KS6003',
      `${to} moves from the state ${old.placement.name} to ${unit.placement.name}, and the import id of ${type} is unknown`,
    );
    return;
  }
  listAt(unit.stack, 'import').push({ to, id: importId });
  const previous = context.unit(old.placement);
  if (type.startsWith('aws_')) previous.leavingRegions.add(Region.of(element));
  listAt(previous.stack, 'removed').push({ from, lifecycle: { destroy: false } });
}
