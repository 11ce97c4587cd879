import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { findRevision } from '../../facts/models/models.ts';
import { loadLock } from '../../synth/locks.ts';
import { reportError } from '../../synth/state.ts';

/** `models.lock`: the commit of each model's repository, by the name that the program gives. */
const lockSchema = z.strictObject({
  version: z.literal(1),
  models: z.record(
    z.string(),
    z.strictObject({
      revision: z.string().regex(/^[0-9a-f]{40}$/, 'must be a commit of 40 hexadecimal digits, not a branch or tag'),
      /** Where the repository is. */
      source: z.string().optional(),
    }),
  ),
});

/**
 * The revision that models.lock pins a model to. Reports KS2002 when it has none, and KS1016, once, for a lock of another
 * form; both give undefined.
 */
export function lockedRevision(construct: IConstruct, model: string): string | undefined {
  const lock = loadLock(construct, 'models.lock', lockSchema);
  if (lock === 'wrong') return undefined;
  const models: z.output<typeof lockSchema>['models'] = lock === 'absent' ? {} : lock.models;
  const revision = Object.hasOwn(models, model) ? models[model]?.revision : undefined;
  if (revision === undefined) {
    const known = findRevision(model)?.revision;
    const line = `"${model}": { "revision": "${known ?? '<commit of the model repository>'}" }`;
    reportError(construct, 'KS2002', `the model ${model} is not in models.lock`, {
      fix:
        lock === 'absent' ? `create models.lock beside the program: { "version": 1, "models": { ${line} } }` : `add ${line} to its models`,
    });
  }
  return revision;
}
