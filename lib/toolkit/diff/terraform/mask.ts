import type { Difference } from '../../../core/fields/compare.ts';
import { maskValue } from '../../../core/fields/mask-secret.ts';
import { parsePointer } from '../../../core/json-pointer.ts';

const SECRET_NAME =
  /(^|_)(password|passphrase|secret|secret_string|secret_binary|secret_key|private_key|auth_token|client_secret|api_key)$/i;

/** Hides the value of an argument whose name says that it is a secret; an expression is none, and stays. */
export function maskArgument(difference: Difference): Difference {
  if (!parsePointer(difference.pointer).some((key) => SECRET_NAME.test(key))) return difference;
  return {
    ...difference,
    ...('before' in difference && { before: maskLiteral(difference.before) }),
    ...('after' in difference && { after: maskLiteral(difference.after) }),
  };
}

function maskLiteral(value: unknown): unknown {
  return typeof value === 'string' && /^\$\{[^{}]*\}$/.test(value) ? value : maskValue(value);
}
