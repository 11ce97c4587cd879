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
  return {
    code: typeof body.code === 'number' ? body.code : code,
    reason: string(body.reason),
    message: string(body.message),
    causes: (Array.isArray(details.causes) ? details.causes : []).map(record).map((cause) => ({
      reason: string(cause.reason),
      message: string(cause.message),
      field: string(cause.field),
    })),
    ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }),
  };
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
