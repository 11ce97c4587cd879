import type { KeelsonError } from '../core/errors.ts';

/** What a verb tells while it works; nothing below the command line writes to the console. */
export type Notice =
  | { readonly level: 'info' | 'done'; readonly message: string }
  | { readonly level: 'warning' | 'error'; readonly error: KeelsonError };

/** Where a verb's notices go. */
export interface IoHost {
  notify(notice: Notice): void;
}

/** Takes notices and drops them. */
export const silentHost: IoHost = { notify: () => {} };
