import type { SynthContext } from '../assemble/context.ts';
import type { UnitDraft } from '../assemble/draft.ts';
import { child } from './json.ts';

/** Adds the backend of a stack: the environment's bucket with S3's own locking, else a local file. */
export function addBackend(context: SynthContext, unit: UnitDraft): void {
  const { environment, name } = unit.placement;
  const key = `${context.platform.name}/${environment.name}/${name}.tfstate`;
  const { state } = environment;
  if (!state) {
    child(unit.stack, 'terraform')['backend'] = { local: { path: `${name}.tfstate` } };
    return;
  }
  const region = state.region ?? environment.region;
  if (region === undefined)
    context.error(environment, 'KS1001', 'the state bucket has no region', { fix: 'give region to the environment, or to its state' });
  child(unit.stack, 'terraform')['backend'] = {
    s3: {
      bucket: state.bucket,
      key,
      region,
      encrypt: true,
      use_lockfile: true,
      ...(environment.account !== undefined && { allowed_account_ids: [environment.account] }),
      ...(state.kmsKeyArn !== undefined && { kms_key_id: state.kmsKeyArn }),
    },
  };
}
