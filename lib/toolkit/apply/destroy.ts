import { destroyEnvironment } from '../../apply/run/destroy-environment.ts';
import type { EnvironmentRun } from '../../apply/run/environment-run.ts';
import { type ApplyOutcome, errorsOf } from './apply.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';
import { type WrittenPlan, writePlan } from './plan-document.ts';
import { choose, openPolicy } from './target.ts';

/** How an environment is destroyed. */
export interface DestroyEnvironmentOptions extends Omit<EnvironmentOptions, 'targets' | 'refresh' | 'allowDeletes' | 'mayHaveLeft'> {
  /** The environment's name, once more: without it nothing is destroyed, and it is only said what would be. */
  readonly confirm?: string;
  /** Seconds that load balancers, volumes and nodes may take to go. @default 600 */
  readonly timeoutSeconds?: number;
}

/** What was destroyed, or would be. */
export interface DestroyOutcome extends ApplyOutcome {
  /** Whether it was only planned. */
  readonly isPlan: boolean;
  /** Where the plan is for approval. @default - it was not asked for, or is no plan */
  readonly planFile?: WrittenPlan;
}

/**
 * Removes all that an environment has, in both planes: first what Kubernetes made in the cloud. One that left the program goes by its last
 * releases. Throws KS8019, KS3xxx, KS8014.
 */
export async function destroyUnits(options: DestroyEnvironmentOptions): Promise<DestroyOutcome> {
  const { confirm, timeoutSeconds = 600 } = options;
  // Where the policy says who approves, the name on the command line approves nothing.
  const everything = openPolicy(options).approvals ? {} : { allowDeletes: Number.MAX_SAFE_INTEGER };
  const opened = openEnvironment(
    { ...options, ...everything, mayHaveLeft: true, command: 'destroy' },
    { readyWithinMs: timeoutSeconds * 1000, ...everything },
  );
  const { run, close, environment, cluster, requests, policy } = opened;
  try {
    await checkKnown(run);
    const isPlan = confirm !== environment;
    const units = await destroyEnvironment(run, { planOnly: isPlan, drainWithinMs: timeoutSeconds * 1000 });
    const file = isPlan ? options.planFile : undefined;
    const planFile = file === undefined ? undefined : await writePlan(file, run, policy, units);
    return {
      environment,
      ...(cluster !== undefined && { cluster }),
      units,
      errors: errorsOf(units).filter(({ code }) => !(code === 'KS8011' && policy.approvals && planFile)),
      requests: requests(),
      isPlan,
      ...(planFile && { planFile }),
    };
  } finally {
    await close();
  }
}

/** A name that neither the output nor a release has is a slip of the hand. Throws KS8019. */
async function checkKnown({ assembly, environment, store }: EnvironmentRun): Promise<void> {
  const known = Object.keys(assembly.manifest.environments);
  if (known.includes(environment) || ((await store?.latest(environment))?.size ?? 0) > 0) return;
  choose('environment', environment, known, '--env');
}
