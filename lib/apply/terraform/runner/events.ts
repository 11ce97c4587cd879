/** A line of Terraform's JSON stream. Source: developer.hashicorp.com/terraform/internals/machine-readable-ui. */
export interface TerraformEvent {
  readonly type: string;
  readonly '@level'?: string;
  readonly '@message'?: string;
  readonly diagnostic?: Diagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string; readonly elapsed_seconds?: number };
}

/** An error or warning of Terraform. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** Reads a line; undefined for one that is no event, as a provider may print. */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event = JSON.parse(line) as TerraformEvent;
    return typeof event.type === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}

/** What a person wants to see while it runs, without what is said again at its end; undefined for the rest. */
export function eventLine({ type, hook, diagnostic, '@message': message }: TerraformEvent): string | undefined {
  const address = hook?.resource?.addr;
  const seconds = hook?.elapsed_seconds === undefined ? '' : ` (${hook.elapsed_seconds} s)`;
  const doing: Readonly<Record<string, string>> = { create: 'creating', update: 'updating', delete: 'destroying', read: 'reading' };
  const done: Readonly<Record<string, string>> = { create: 'created', update: 'updated', delete: 'destroyed', read: 'read' };
  const action = hook?.action ?? '';
  switch (type) {
    case 'apply_start':
      return `${address}: ${doing[action] ?? action}`;
    case 'apply_progress':
      return `${address}: still ${doing[action] ?? action}${seconds}`;
    case 'apply_complete':
      return `${address}: ${done[action] ?? action}${seconds}`;
    case 'apply_errored':
      return `${address}: failed${seconds}`;
    case 'diagnostic':
      return diagnostic?.severity === 'warning' ? warningLine(diagnostic) : undefined;
    case 'provision_progress':
      return message;
    default:
      return undefined;
  }
}

/** `warning: Deprecated attribute: use other (cdk.tf.json:12) aws_s3_bucket.a`, in one line. */
function warningLine({ summary, detail = '', address, range }: Diagnostic): string {
  const text = [summary, detail].filter((one) => one !== '').join(': ');
  const where = range === undefined ? '' : ` (${range.filename}:${range.start.line})`;
  return `warning: ${text.replaceAll(/\s+/g, ' ')}${where}${address === undefined ? '' : ` ${address}`}`;
}
