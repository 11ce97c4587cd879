import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { findRevision } from '../../facts/models/models.ts';
import { readJsonLock } from '../../synth/locks.ts';
import { errorAt, reportError } from '../../synth/state.ts';

/** `models.lock`: the revision of each model, by name. */
const lockSchema = z.object({
  version: z.literal(1),
  models: z.record(z.string(), z.looseObject({ revision: z.string().regex(/^[0-9a-f]{40}$/) })),
});

/** The revision that models.lock pins a model to. Reports KS2002 when it has none; throws KS1016 for a lock of another form. */
export function lockedRevision(construct: IConstruct, model: string): string | undefined {
  const lock = readJsonLock(construct, 'models.lock');
  const parsed = lock === undefined ? undefined : lockSchema.safeParse(lock);
  if (parsed && !parsed.success) {
    const [issue] = parsed.error.issues;
    throw errorAt(construct, 'KS1016', `models.lock: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'has another form'}`);
  }
  const revision = parsed?.data.models[model]?.revision;
  if (revision === undefined) {
    const known = findRevision(model)?.revision;
    const line = `"${model}": { "revision": "${known ?? '<commit of the model repository>'}" }`;
    reportError(construct, 'KS2002', `the model ${model} is not in models.lock`, {
      fix:
        lock === undefined ? `create models.lock beside the program: { "version": 1, "models": { ${line} } }` : `add ${line} to its models`,
    });
  }
  return revision;
}
