/** An answer of the API server that is no success: `kind: Status` of meta/v1. */
export interface ApiStatus {
  readonly code: number;
  /** Machine-readable reason, such as `Conflict`, `Invalid`, `NotFound`. */
  readonly reason: string;
  /** The server's words. */
  readonly message: string;
  readonly causes: readonly StatusCause[];
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfterSeconds?: number;
}

/** One cause of a refusal. */
export interface StatusCause {
  /** `FieldValueInvalid`, `FieldManagerConflict` and the like; empty when the server gave none. */
  readonly reason: string;
  readonly message: string;
  /** Path of the field, as the server writes it. */
  readonly field: string;
}

/** Reads a refusal. What is no Status (a proxy's page, say) gives one with the code and the first line of the text. */
export function parseStatus(code: number, text: string): ApiStatus {
  const body = object(text);
  if (body?.kind !== 'Status') return { code, reason: '', message: firstLine(text) || `status ${code}`, causes: [] };
  const details = record(body.details);
  const seconds = details.retryAfterSeconds;
  const causes = (Array.isArray(details.causes) ? details.causes : []).map(record).map((cause) => ({
    reason: string(cause.reason),
    message: withoutDump(string(cause.message)),
    field: string(cause.field),
  }));
  return {
    code: typeof body.code === 'number' ? body.code : code,
    reason: string(body.reason),
    message: words(string(body.message), causes),
    causes,
    ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }),
  };
}

const MOST_CAUSES = 5;

/** `Deployment.apps "x" is invalid: ` and then its causes: the server's own words hold each wrong value whole. */
function words(message: string, causes: readonly StatusCause[]): string {
  const [, what] = /^(.{1,300}? is invalid): /s.exec(message) ?? [];
  if (what === undefined || causes.length === 0) return message;
  const told = causes.slice(0, MOST_CAUSES).map((cause) => (cause.field === '' ? cause.message : `${cause.field}: ${cause.message}`));
  if (causes.length > MOST_CAUSES) told.push(`and ${causes.length - MOST_CAUSES} more`);
  return `${what}: ${told.join(', ')}`;
}

/**
 * A cause without the value that it is about, when that is an object or a list: `Invalid value: v1.LabelSelector{…}: field is immutable`
 * or `Invalid value: {"matchLabels":…}: …`. It can be pages long, and hold values of environment variables.
 */
function withoutDump(message: string): string {
  const [, head = '', dump] = /^((?:Invalid|Unsupported|Duplicate) value: )([\s\S]*)$/.exec(message) ?? [];
  if (dump === undefined || !/^(?:[\w.*[\] ]*[{[]|map\[)/.test(dump)) return message;
  const end = Math.max(dump.lastIndexOf('}: '), dump.lastIndexOf(']: '), dump.lastIndexOf('): '));
  return `${head}(left out)${end < 0 ? '' : dump.slice(end + 1)}`;
}

function object(text: string): Record<string, unknown> | undefined {
  try {
    return record(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}
