import { holderText, isProvablyGone } from '../../lease/holder.ts';
import type { Markers } from './markers.ts';
import type { TerraformContext, TerraformSession } from './session.ts';

/**
 * Takes away the lock of the state that an applier of Keelson's own left, by the id that it recorded, when that applier is dead beyond
 * doubt. Terraform compares the id: the lock of anybody else stays, and is told by the plan (KS8054).
 */
export async function unlockDead(
  session: TerraformSession,
  markers: Markers,
  { isDead = isProvablyGone, writing, notify }: TerraformContext,
): Promise<void> {
  const { record } = markers;
  const { lockId } = record ?? {};
  if (!record || lockId === undefined || !writing || markers.isRunning || !(await isDead(record.holder))) return;
  await writing(async () => {
    // 1: it is not there any more, or another one has it.
    const { code } = await session.step('force-unlock', 'apply', ['-force', lockId], [0, 1]);
    if (code === 0) notify?.(`took away lock ${lockId} of ${holderText(record.holder)}, which is dead`);
    await markers.unlocked();
  });
}
