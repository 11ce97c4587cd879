import type { AssemblyContent } from '../../assembly/content.ts';
import type { CheckReport, WriteReport } from '../../assembly/writer.ts';
import type { KeelsonError } from '../../core/errors.ts';
import type { Program, ProgramOptions } from '../program/find.ts';

/** How to synthesise. */
export interface SynthOptions extends ProgramOptions {
  /** Write nothing; compare the output folder with what the program gives. @default false */
  readonly check?: boolean;
  /** Keep creation stacks of cdktf elements, and map stack traces of libraries; slow. @default false */
  readonly debug?: boolean;
}

/** What a synth came to. */
export interface SynthOutcome {
  /** Undefined when none was found. */
  readonly program?: Program;
  /** The platform's name; undefined when the program did not get as far. */
  readonly platform?: string;
  /** The output; undefined when there are errors. */
  readonly content?: AssemblyContent;
  /** Everything that was wrong; nothing was written unless this is empty. */
  readonly errors: readonly KeelsonError[];
  readonly warnings: readonly KeelsonError[];
  /** What was written. @default - undefined with errors or `check` */
  readonly written?: WriteReport;
  /** What differs from the output folder. @default - undefined without `check` */
  readonly checked?: CheckReport;
  /** What of the compiled program came from the cache. */
  readonly cached?: 'all' | 'libraries' | 'nothing';
  /** Milliseconds per phase, in order. */
  readonly timings: readonly Timing[];
  /** A stack trace in terms of the program's sources, for `debug`. */
  mapStack(stack: string): string;
}

/** Duration of one phase. */
export interface Timing {
  readonly phase: string;
  readonly ms: number;
}
