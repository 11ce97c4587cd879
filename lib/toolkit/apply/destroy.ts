import { destroyEnvironment } from '../../apply/run/destroy-environment.ts';
import { type ApplyOutcome, errorsOf } from './apply.ts';
import { type EnvironmentOptions, openEnvironment } from './environment.ts';

/** How an environment is destroyed. */
export interface DestroyEnvironmentOptions extends Omit<EnvironmentOptions, 'targets' | 'refresh' | 'allowDeletes'> {
  /** The environment's name, once more: without it nothing is destroyed, and it is only said what would be. */
  readonly confirm?: string;
  /** Seconds that load balancers and volumes may take to go. @default 600 */
  readonly timeoutSeconds?: number;
}

/** What was destroyed, or would be. */
export interface DestroyOutcome extends ApplyOutcome {
  /** Whether it was only planned. */
  readonly isPlan: boolean;
}

/** Removes all that an environment has, in both planes: first what Kubernetes made in the cloud. Throws KS8019, KS3xxx, KS8014. */
export async function destroyUnits(options: DestroyEnvironmentOptions): Promise<DestroyOutcome> {
  const { confirm, timeoutSeconds = 600 } = options;
  const everything = Number.MAX_SAFE_INTEGER;
  const opened = openEnvironment(
    { ...options, allowDeletes: everything },
    { readyWithinMs: timeoutSeconds * 1000, allowDeletes: everything },
  );
  const { run, close, environment, cluster, requests } = opened;
  try {
    const isPlan = confirm !== environment;
    const units = await destroyEnvironment(run, { planOnly: isPlan, drainWithinMs: timeoutSeconds * 1000 });
    return { environment, ...(cluster !== undefined && { cluster }), units, errors: errorsOf(units), requests: requests(), isPlan };
  } finally {
    close();
  }
}
