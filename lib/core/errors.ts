import { type MessageCode, messages } from './messages/index.ts';

/** A place in a program or file. `line` and `column` count from 1; `file` is relative to the program's folder when inside it. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** What a {@link KeelsonError} says beside its code. All texts are lowercase and end without a full stop. */
export interface ErrorDetails {
  /** What was wrong, with the wrong value in it. */
  readonly message: string;
  /** What to change. @default - the fix of the code's entry in the registry */
  readonly fix?: string;
  /** Construct path, such as `dev/main/qwen`. */
  readonly path?: string;
  /** Identity of a Kubernetes object or Terraform resource, when no construct is known. */
  readonly object?: string;
  /** Where the construct was created, or the file that was read. */
  readonly source?: SourceLocation;
  readonly cause?: unknown;
}

const BRAND = Symbol.for('keelson.error');

/** The one error type of Keelson: a code of the registry, what was wrong, where, and what to change. */
export class KeelsonError extends Error {
  readonly code: MessageCode;
  readonly details: ErrorDetails;

  constructor(code: MessageCode, details: ErrorDetails) {
    super(describe(code, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'KeelsonError';
    this.code = code;
    this.details = details;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Brand check: the command line and a bundled program each load their own copy of this class. */
  static is(error: unknown): error is KeelsonError {
    return typeof error === 'object' && error !== null && BRAND in error;
  }
}

/** All errors of one run, reported together. */
export class KeelsonErrors extends AggregateError {
  declare readonly errors: KeelsonError[];

  constructor(errors: readonly KeelsonError[]) {
    super([...errors], errors.map((error) => error.message).join('\n'));
    this.name = 'KeelsonErrors';
  }

  static is(error: unknown): error is KeelsonErrors {
    return error instanceof AggregateError && error.errors.length > 0 && error.errors.every(KeelsonError.is);
  }
}

/** Errors without repetition: what is wrong with one construct is told once, however often it is used. */
export function distinctErrors(errors: readonly KeelsonError[]): KeelsonError[] {
  const seen = new Set<string>();
  return errors.filter(({ message }) => !seen.has(message) && seen.add(message));
}

/** `KS1003 dev/main/qwen (main.ts:8): what was wrong; what to change`. */
function describe(code: MessageCode, details: ErrorDetails): string {
  const where = [details.path ?? details.object, details.source && `(${formatLocation(details.source)})`].filter(Boolean).join(' ');
  const fix = details.fix ?? messages[code].fix;
  return `${code}${where ? ` ${where}` : ''}: ${details.message}${fix ? `; ${fix}` : ''}`;
}

/** `main.ts:8`. */
export function formatLocation(source: SourceLocation): string {
  return `${source.file}:${source.line}`;
}
