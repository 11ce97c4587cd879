import type { Action, FieldChange, FieldEffect } from '../types.ts';

const EFFECTS: readonly FieldEffect[] = ['none', 'update', 'mayReplace', 'restart', 'replace'];

/** What the changes of all fields do together: the worst of them. */
export function worstEffect(fields: readonly FieldChange[]): FieldEffect {
  let worst = 0;
  for (const field of fields) worst = Math.max(worst, EFFECTS.indexOf(field.effect));
  return EFFECTS[worst] ?? 'none';
}

/** The action that an existing object or resource takes for its changed fields; undefined when there is nothing to do. */
export function actionOf(fields: readonly FieldChange[], moved: boolean): Action | undefined {
  const effect = worstEffect(fields);
  if (effect === 'mayReplace') return 'update';
  if (effect !== 'none') return effect;
  if (moved) return 'moved';
  return fields.length > 0 ? 'update' : undefined;
}
