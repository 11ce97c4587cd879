import { compareText } from '../core/compare.ts';
import type { MessageCode } from '../core/messages/index.ts';

/** One thing that is wrong with an assembly. All texts are lowercase and end without a full stop. */
export interface Finding {
  readonly code: MessageCode;
  /** A warning does not make `validate` fail. */
  readonly severity: 'error' | 'warning';
  /** `<env>/<unit id>`. */
  readonly unit?: string;
  /** Identity of the Kubernetes object (`Deployment shop/frontend`), or address of the Terraform element. */
  readonly object?: string;
  /** Path of the construct that made it. */
  readonly path?: string;
  /** File, relative to the assembly's root. */
  readonly file?: string;
  /** JSON pointer of the field in the object. */
  readonly pointer?: string;
  /** What is wrong, with the wrong value in it. */
  readonly message: string;
  /** What to change. */
  readonly fix: string;
}

/** Order of a report: by file, then by field. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compare(a.unit, b.unit) ||
    compare(a.file, b.file) ||
    compare(a.pointer, b.pointer) ||
    compare(a.code, b.code) ||
    compare(a.message, b.message)
  );
}

function compare(a = '', b = ''): number {
  return compareText(a, b);
}
