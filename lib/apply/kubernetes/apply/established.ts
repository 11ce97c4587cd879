import { setTimeout as sleep } from 'node:timers/promises';
import { KeelsonError } from '../../../core/errors.ts';
import type { ApiRequest } from '../client/connection.ts';
import { jsonOf } from '../client/refused.ts';
import type { UnitContext } from './unit-context.ts';

const WITHIN_MS = 60_000;

interface Definition {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/**
 * Waits until the API server serves the kinds of definitions that were just written.
 * @returns errors of those whose names were not accepted, or that took longer than a minute
 */
export async function waitEstablished(
  context: Pick<UnitContext, 'connection' | 'signal'>,
  names: readonly string[],
): Promise<KeelsonError[]> {
  const results = await Promise.all(names.map((name) => established(context, name)));
  return results.filter((error) => error !== undefined);
}

async function established(
  { connection, signal }: Pick<UnitContext, 'connection' | 'signal'>,
  name: string,
): Promise<KeelsonError | undefined> {
  const deadline = performance.now() + WITHIN_MS;
  for (let wait = 50; ; wait = Math.min(wait * 2, 1000)) {
    const request: ApiRequest = {
      method: 'GET',
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${encodeURIComponent(name)}`,
    };
    const { status } = jsonOf<Definition>(await connection.request(request), request, `CustomResourceDefinition ${name}`);
    const conditions = status?.conditions ?? [];
    const refusal = conditions.find((condition) => condition.type === 'NamesAccepted' && condition.status === 'False');
    if (refusal)
      return new KeelsonError('KS8017', {
        object: `CustomResourceDefinition ${name}`,
        message: `its names are not accepted: ${refusal.message ?? refusal.reason}`,
      });
    if (conditions.some((condition) => condition.type === 'Established' && condition.status === 'True')) return undefined;
    if (performance.now() > deadline)
      return new KeelsonError('KS8017', { object: `CustomResourceDefinition ${name}`, message: 'it is not established after a minute' });
    await sleep(wait, undefined, signal ? { signal } : {});
  }
}
