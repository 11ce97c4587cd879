/** A diagnostic of `validate -json`. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
}

/** `error aws_s3_bucket.b: summary: detail`. */
export function describeDiagnostic({ severity, summary, detail, address }: Diagnostic): string {
  return [`${severity}${address === undefined ? '' : ` ${address}`}`, summary, detail].filter(Boolean).join(': ');
}
