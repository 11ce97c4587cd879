import { userInfo } from 'node:os';
import { newestChange, type UnitRollback } from '../../apply/release/choose-rollback.ts';
import { quarantineKey } from '../../apply/release/quarantine.ts';
import type { UnitRelease } from '../../apply/release/release.ts';
import { releasedAssembly } from '../../apply/release/released-assembly.ts';
import type { UnitOutcome } from '../../apply/run/environment-run.ts';
import { applyEnvironment, planEnvironment } from '../../apply/run/run-environment.ts';
import { unitOfKey } from '../../assembly/unit-key.ts';
import { distinctErrors, KeelsonError } from '../../core/errors.ts';
import { type Reverted, revertCommits } from '../git/revert.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';
import { type EnvironmentReleases, findRelease, openEnvironmentReleases, releaseName } from './history.ts';
import { type WrittenPlan, writePlan } from './plan-document.ts';

/** What is taken back. */
export interface RollbackOptions extends EnvironmentOptions {
  /** Releases to go back to, `<unit>@<revision>`. @default - what the newest commit brought is taken back */
  readonly to?: readonly string[];
  /** Why, for who reads it later. */
  readonly reason?: string;
  /** Only says what would be done. @default false */
  readonly dryRun?: boolean;
  /** Whether git, where it is, gets a commit that takes the change back. @default true */
  readonly revert?: boolean;
  /** Seconds to wait for readiness. @default 600 */
  readonly timeoutSeconds?: number;
}

/** What was taken back. */
export interface RollbackOutcome {
  readonly environment: string;
  /** Each unit: what it was, and what it is. */
  readonly rolledBack: readonly { readonly from: string; readonly to?: string }[];
  /** How the units that went back, and those that they depend on, ended. */
  readonly units: readonly UnitOutcome[];
  readonly errors: readonly KeelsonError[];
  /** The commit, or why there is none. @default - it was not asked for */
  readonly reverted?: Reverted;
  /** Where the plan is for approval. @default - it was not asked for */
  readonly planFile?: WrittenPlan;
}

/**
 * Takes units back to what they were, out of the releases alone: git is not needed. What they are now is quarantined first, so that no
 * other applier brings it back meanwhile or later. Throws KS8019, KS8070, KS8074.
 */
export async function rollBack(options: RollbackOptions): Promise<RollbackOutcome> {
  // A plan that is yet to be approved is not done.
  const dryRun = options.dryRun === true || options.planFile !== undefined;
  const { revert = true, to, reason, timeoutSeconds = 600, allowDeletes } = options;
  const releases = await openEnvironmentReleases(options);
  const { platform, environment, store, latest } = releases;
  const changes = to ? await toReleases(releases, to) : await newestChange(latest, (key) => store.history(key));
  const back = changes.filter((one): one is UnitRollback & { readonly to: UnitRelease } => one.to !== undefined);
  const names = changes.map(({ from, to: target }) => ({ from: releaseName(from), ...(target && { to: releaseName(target) }) }));
  if (back.length === 0)
    throw new KeelsonError('KS8074', {
      object: environment,
      message:
        changes.length === 0 ? 'nothing was released yet' : `${names.map(({ from }) => from).join(', ')}: there is no earlier release`,
    });
  if (!dryRun) await quarantine(releases, changes, reason);
  const units = new Map(back.map(({ to: target }) => [target.key, target]));
  for (const one of latest) {
    if (units.has(one.key) || one.result === 'removed') continue;
    units.set(one.key, await findRelease(store, latest, environment, releaseName(one)));
  }
  const assembly = await releasedAssembly(store, [...units.values()], { platform, environment });
  const targets = back.map(({ to: { unit } }) => unit);
  const opened = openEnvironment(
    { ...options, environment, assembly, targets, command: 'rollback' },
    { readyWithinMs: dryRun ? 0 : timeoutSeconds * 1000, ...(allowDeletes !== undefined && { allowDeletes }) },
  );
  try {
    const author = userInfo().username;
    const outcomes = await (dryRun ? planEnvironment : applyEnvironment)({
      ...opened.run,
      store,
      origin: () => ({ author, rollback: true }),
    });
    const file = options.planFile;
    const planFile = file === undefined ? undefined : await writePlan(file, { ...opened.run, store }, opened.policy, outcomes);
    const all = distinctErrors(outcomes.flatMap((one) => one.errors));
    const errors = all.filter(({ code }) => !(code === 'KS8011' && opened.policy.approvals && planFile));
    const bad = changes.map(({ from }) => from.commit).find((commit) => commit !== undefined);
    const good = back.map((one) => one.to.commit).find((commit) => commit !== undefined);
    return {
      environment,
      rolledBack: names,
      units: outcomes,
      errors,
      ...(planFile && { planFile }),
      // While it waits for an approval, or failed, the commit still says what is there.
      ...(!dryRun && revert && errors.length === 0 && bad !== undefined && { reverted: revertCommits(options.directory, bad, good) }),
    };
  } finally {
    await opened.close();
    releases.close();
  }
}

/** Allows contents again that were rolled back. @param units ids of units. @returns what is allowed again, as `<unit>@<revision>` */
export async function liftQuarantine(options: EnvironmentOptions, units: readonly string[]): Promise<readonly string[]> {
  const { environment, store, close } = await openEnvironmentReleases(options);
  const names = new Set(units.map((unit) => (unit.startsWith(`${environment}/`) ? unit : `${environment}/${unit}`)));
  const all = [...(await store.quarantined(environment)).values()];
  const lifted = all.flatMap((one) => {
    const name = unitOfKey(one.key);
    return names.has(name) ? [{ name: `${name}@${one.revision}`, key: quarantineKey(one) }] : [];
  });
  if (lifted.length > 0) await store.setQuarantine(environment, { lift: lifted.map(({ key }) => key) });
  close();
  return lifted.map(({ name }) => name);
}

async function toReleases({ store, latest, environment }: EnvironmentReleases, names: readonly string[]): Promise<readonly UnitRollback[]> {
  return Promise.all(
    names.map(async (name) => {
      const to = await findRelease(store, latest, environment, name);
      const from = latest.find(({ key }) => key === to.key);
      if (!from || to.result === 'removed')
        throw new KeelsonError('KS8074', {
          object: releaseName(to),
          message: 'it is the removal of the unit, and holds nothing to go back to',
        });
      return { from, to };
    }),
  );
}

async function quarantine({ store, environment }: EnvironmentReleases, changes: readonly UnitRollback[], reason?: string): Promise<void> {
  const since = new Date().toISOString();
  const by = userInfo().username;
  await store.setQuarantine(environment, {
    add: changes
      .filter(({ from, to }) => from.result !== 'removed' && from.contentDigest !== to?.contentDigest)
      .map(({ from: { key, contentDigest, revision } }) => ({
        key,
        contentDigest,
        revision,
        since,
        by,
        ...(reason !== undefined && { reason }),
      })),
    lift: changes.flatMap(({ to }) => (to ? [quarantineKey(to)] : [])),
  });
}
