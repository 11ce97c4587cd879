import type { AssemblyContent } from '../assembly/content.ts';
import type { CheckReport, WriteReport } from '../assembly/writer.ts';
import type { KeelsonError } from '../core/errors.ts';
import type { MessageCode } from '../core/messages/index.ts';

/** Payloads of messages that are no errors, by code. */
export interface IoEvents {
  /** The program, or more, must be compiled: the one slow step of a first run. */
  readonly 'synth.compiling': { readonly file: string };
  /** Output was written; `directory` is absolute, paths in the report are relative to it. */
  readonly 'synth.written': { readonly directory: string; readonly content: AssemblyContent; readonly report: WriteReport };
  /** Something is fetched that a lock pins. */
  readonly 'lock.fetching': { readonly name: string };
  /** Output was compared. */
  readonly 'synth.checked': { readonly directory: string; readonly content: AssemblyContent; readonly report: CheckReport };
}

/** How much a message matters. `progress` is for a person who waits, and void once the next message comes. */
export type IoLevel = 'progress' | 'info' | 'warning' | 'error';

/** What a verb tells, as data: an event, or a problem with its code in the registry. */
export type IoMessage =
  | { readonly level: 'warning' | 'error'; readonly code: MessageCode; readonly payload: KeelsonError }
  | {
      readonly [Code in keyof IoEvents]: { readonly level: IoLevel; readonly code: Code; readonly payload: IoEvents[Code] };
    }[keyof IoEvents];

/** Where a verb's messages go; nothing below the command line writes to the console. */
export interface IoHost {
  notify(message: IoMessage): void;
}

/** Takes messages and drops them. */
export const silentHost: IoHost = { notify: () => {} };

/** Tells a problem. */
export function notifyProblem(io: IoHost, level: 'warning' | 'error', error: KeelsonError): void {
  io.notify({ level, code: error.code, payload: error });
}
