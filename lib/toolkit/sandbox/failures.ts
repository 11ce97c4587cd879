import { KeelsonError } from '../../core/errors.ts';
import { FAILURES, type Failure, type FailureRules } from '../../sandbox/stages/failures.ts';

/**
 * Reads which pods of a sandbox shall fail: `<namespace>/<name>=<failure>`, separated by commas, or `none`. The name is that of the
 * workload, which its pods have as `app.kubernetes.io/name`. Throws KS8110.
 */
export function parseFailures(text: string): FailureRules {
  if (text === 'none') return {};
  return Object.fromEntries(text.split(',').map((entry) => parseOne(entry.trim())));
}

function parseOne(entry: string): [string, Failure] {
  const [, pods = '', how = ''] = /^([a-z0-9-]+\/[A-Za-z0-9._-]+)=(.*)$/.exec(entry) ?? [];
  const failure = FAILURES.find((one) => one === how);
  if (pods !== '' && failure !== undefined) return [pods, failure];
  throw new KeelsonError('KS8110', {
    message: pods === '' ? `${JSON.stringify(entry)} names no pods` : `pods can not fail by ${JSON.stringify(how)}`,
    fix: `write <namespace>/<name>=<failure>, such as shop/frontend=crash-loop; a failure is one of ${FAILURES.join(', ')}`,
  });
}
