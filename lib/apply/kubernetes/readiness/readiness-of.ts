import { apiGroup } from '../../../core/api-version.ts';
import { isMap } from '../../../core/fields/maps.ts';
import { findBuiltinKind } from '../../../facts/kubernetes/kinds.ts';
import { READINESS } from './kinds.ts';
import { accepted, type Condition, type LiveManifest, progressing, type Readiness, ready } from './readiness.ts';

/** How an object is, from its live state alone. */
export function readinessOf(live: LiveManifest): Readiness {
  const object = { ...live, status: wellFormed(live.status) };
  const { metadata, apiVersion, kind } = object;
  if (metadata.deletionTimestamp !== undefined) {
    const by = metadata.finalizers?.length ? `, and waits for ${metadata.finalizers.join(', ')}` : '';
    return progressing(`it is being deleted${by}`);
  }
  const rule = READINESS[`${apiGroup(apiVersion)}/${kind}`];
  if (rule) return hasController(object) ? rule(object) : accepted('no controller has looked at it');
  return findBuiltinKind(apiVersion, kind) ? ready('it is there') : accepted('the cluster took it; how it is, no rule tells');
}

/** What a controller wrote is not checked by anybody where a definition allows everything. */
function wellFormed(status: unknown): LiveManifest['status'] {
  if (!isMap(status)) return {};
  const { conditions, ...rest } = status;
  return { ...rest, ...(Array.isArray(conditions) && { conditions: conditions.filter(isMap) as unknown as readonly Condition[] }) };
}

/** A custom resource without a status has no controller that is running; a built-in kind always has one. */
function hasController({ apiVersion, kind, status }: LiveManifest): boolean {
  return findBuiltinKind(apiVersion, kind) !== undefined || (status !== undefined && Object.keys(status).length > 0);
}
