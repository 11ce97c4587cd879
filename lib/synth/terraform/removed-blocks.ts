import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { Environment } from '../environment.ts';
import { type Retained, retained } from '../retain.ts';
import { listAt } from './json.ts';
import { idOfPath } from './logical-id.ts';
import { type OldPlace, placeOfPath } from './old-place.ts';

/** Turns what the program lets go of into `removed` blocks. Reports KS6006 for what it still has. */
export function addRemoved(context: SynthContext): void {
  for (const one of retained(context.state)) {
    const { placement, ids } = placeOf(one);
    const unit: UnitDraft = context.unit(placement);
    const from = `${one.type}.${idOfPath(ids)}`;
    const owner = unit.resources.find(({ address }) => address === from);
    if (owner) {
      context.error(one.scope, 'KS6006', `${one.path} is let go of, and ${owner.path} still makes ${from}`);
      continue;
    }
    if (one.type.startsWith('aws_')) unit.leavingRegions.add(one.region ?? placement.environment.region);
    const blocks = listAt(unit.stack, 'removed');
    if (!blocks.some((block) => block['from'] === from)) blocks.push({ from, lifecycle: { destroy: false } });
  }
}

function placeOf({ scope, path, unit }: Retained): OldPlace {
  const environment = Environment.of(scope);
  const below = path.split('/').slice(1);
  const today = placeOfPath(environment, below);
  if (unit === undefined || unit === today.placement.name) return today;
  // Constructs of several default units are named from the environment on; an explicit Unit has the unit's name.
  const explicit = environment.node.tryFindChild(unit);
  const inside = below[0] === unit && explicit !== undefined;
  return {
    placement: {
      environment,
      plane: 'terraform',
      name: unit,
      base: inside ? explicit : environment,
      explicit: inside,
      unitId: `terraform.${unit}`,
    },
    ids: inside ? below.slice(1) : below,
  };
}
