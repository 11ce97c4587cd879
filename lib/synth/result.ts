import type { AssemblyContent } from '../assembly/content.ts';
import type { KeelsonError, SourceLocation } from '../core/errors.ts';
import type { LockRequest } from './requests.ts';

/** What `platform.synth()` gives: the assembly in memory, or the errors that prevented it. */
export interface SynthResult {
  /** The platform's name. */
  readonly platform: string;
  /** The whole output; undefined when there are errors. */
  readonly content?: AssemblyContent;
  readonly errors: readonly KeelsonError[];
  /** Findings that don't stop the synth, such as a patch that changes nothing. */
  readonly warnings: readonly KeelsonError[];
  /** What the program uses and a lock pins, in the order of the constructs. */
  readonly requests: readonly LockRequest[];
  /** Where each construct was created, by construct path. For the ignored sidecar, never for the output. */
  readonly sources: ReadonlyMap<string, SourceLocation>;
  /** Milliseconds per phase, in order. */
  readonly timings: readonly { readonly phase: string; readonly ms: number }[];
}
