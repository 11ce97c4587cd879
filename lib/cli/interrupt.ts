import { setMaxListeners } from 'node:events';
import { KeelsonError } from '../core/errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Output } from './output.ts';

/** A run that Ctrl-C ends. */
export interface Interruptible {
  /** Aborts with KS8027 at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  wasInterrupted(): boolean;
}

/**
 * Lets SIGINT and SIGTERM end a run in order: what is under way ends and nothing new begins, so that the end can be told. A second one
 * ends the process at once; what was intended is recorded by then, and the next run goes on from what is true.
 */
export function interruptible(output: Output): Interruptible {
  const controller = new AbortController();
  // Every request that is under way listens.
  setMaxListeners(0, controller.signal);
  const end = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    output.detail(`${signal}: what is under way ends; once more to end at once`);
    controller.abort(new KeelsonError('KS8027', { message: 'the run was interrupted' }));
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return { signal: controller.signal, wasInterrupted: () => controller.signal.aborted };
}
