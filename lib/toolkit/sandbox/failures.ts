import { KeelsonError } from '../../core/errors.ts';
import type { SandboxClient } from '../../sandbox/client/sandbox-client.ts';
import { FAILURES, type Failure, type FailureRules, type NamedPod, namesOf } from '../../sandbox/stages/failures.ts';

/**
 * Reads which pods of a sandbox shall fail: `<namespace>/<name>=<failure>`, separated by commas, or `none`. The name is that of their
 * workload, or what they have as `app.kubernetes.io/name`. Throws KS8110.
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

/** Rules that no pod of a sandbox goes by yet, as `<namespace>/<name>`: a slip of the hand, or pods that are still to come. */
export async function unmatchedFailures(client: SandboxClient, rules: FailureRules): Promise<readonly string[]> {
  const unmatched: string[] = [];
  for (const rule of Object.keys(rules)) {
    const [namespace = '', name = ''] = rule.split('/');
    const { items } = (await client.done('GET', `/api/v1/namespaces/${namespace}/pods`)) as { readonly items: readonly NamedPod[] };
    if (!items.some((pod) => namesOf(pod).has(name))) unmatched.push(rule);
  }
  return unmatched;
}
