import type { KeelsonError, SourceLocation } from '../core/errors.ts';
import type { ManifestDigests } from './assemble/manifest-digests.ts';
import type { SynthResult } from './result.ts';

/**
 * What runs a program, seen from inside it. The command line sets one before it loads the program;
 * without one, `platform.synth()` writes the output itself and throws its errors.
 */
export interface SynthHost {
  /** The program's folder, absolute: output and locks are relative to it. */
  readonly appRoot: string;
  /** Capture creation stacks of cdktf tokens and elements; slow. */
  readonly debug: boolean;
  /** Whether a stack frame's file belongs to the user's program, not to a library. */
  isUserFile(file: string): boolean;
  /** Maps a position of the loaded code back to the source that the user wrote. */
  mapSource(file: string, line: number, column: number): SourceLocation;
  /** Called by each new Platform; `errors` fills while the program runs, so they can be told even when it throws before its synth. */
  begin?(run: { readonly errors: readonly KeelsonError[] }): void;
  /** Digests of manifests that were written before. @default - every manifest is written as text */
  readonly digests?: ManifestDigests;
  /** Takes the result of `platform.synth()`; called once per call of it. Must not throw. */
  finish(result: SynthResult): void;
}

const KEY = Symbol.for('keelson.host');
type Holder = { [KEY]?: SynthHost };

/** The host of this process, if a program is run by one. The symbol is the boundary between two bundles, so it can't be a module variable. */
export function currentHost(): SynthHost | undefined {
  return (globalThis as Holder)[KEY];
}

/** Sets or clears the host. */
export function setHost(host: SynthHost | undefined): void {
  (globalThis as Holder)[KEY] = host;
}
