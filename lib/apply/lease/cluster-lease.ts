import { createHash } from 'node:crypto';
import { SYSTEM_NAMESPACE } from '../../assembly/apply-set.ts';
import { KeelsonError } from '../../core/errors.ts';
import type { ApiRequest, Connection } from '../kubernetes/client/connection.ts';
import { jsonOf } from '../kubernetes/client/refused.ts';
import { ensureSystemNamespace } from '../kubernetes/inventory/store.ts';
import { BlobChanged } from '../release/blob-store.ts';
import { holderSchema } from './holder.ts';
import type { LeasePlace, LeaseRecord } from './lease-place.ts';

const PATH = `/apis/coordination.k8s.io/v1/namespaces/${SYSTEM_NAMESPACE}/leases`;
const HOLDER = 'keelson.dev/holder';
const ENVIRONMENT = 'keelson.dev/environment';

/** A lease is renewed several times while it holds: no single answer is waited for long. */
const ANSWER_MS = 5_000;

interface Lease {
  readonly apiVersion: 'coordination.k8s.io/v1';
  readonly kind: 'Lease';
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** A lease as a Lease of coordination.k8s.io in keelson-system, which `kubectl get leases` shows; who holds it stands in an annotation. */
export class ClusterLease implements LeasePlace {
  readonly name: string;
  readonly #connection: Connection;
  readonly #environment: string;
  readonly #object: string;

  /** @param environment `platform/env` */
  constructor(connection: Connection, environment: string) {
    this.#connection = connection;
    this.#environment = environment;
    this.#object = leaseName(environment);
    this.name = `Lease ${SYSTEM_NAMESPACE}/${this.#object}`;
  }

  async read(): Promise<{ readonly record: LeaseRecord; readonly version: string } | undefined> {
    const request: ApiRequest = { method: 'GET', path: `${PATH}/${this.#object}`, timeoutMs: ANSWER_MS };
    const response = await this.#connection.request(request);
    if (response.status === 404) return undefined;
    const lease = jsonOf<Lease>(response, request, this.name);
    return { record: this.#recordOf(lease), version: lease.metadata.resourceVersion ?? '' };
  }

  async write(record: LeaseRecord, expected: string | null): Promise<string> {
    const { holder, durationSeconds, takenAt, renewedAt, transitions } = record;
    const lease: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        name: this.#object,
        labels: { 'app.kubernetes.io/managed-by': 'keelson' },
        annotations: { [ENVIRONMENT]: this.#environment, ...(holder && { [HOLDER]: JSON.stringify(holder) }) },
        ...(expected !== null && { resourceVersion: expected }),
      },
      spec: {
        ...(holder && { holderIdentity: `${holder.pod?.name ?? holder.host}_${holder.token}` }),
        leaseDurationSeconds: Math.ceil(durationSeconds),
        acquireTime: microTime(takenAt),
        renewTime: microTime(renewedAt),
        leaseTransitions: transitions,
      },
    };
    if (expected === null) await ensureSystemNamespace(this.#connection);
    // An answer that was lost makes the repetition a conflict with oneself, which who holds it finds out by reading.
    const request: ApiRequest =
      expected === null
        ? { method: 'POST', path: PATH, body: JSON.stringify(lease), timeoutMs: ANSWER_MS }
        : { method: 'PUT', path: `${PATH}/${this.#object}`, body: JSON.stringify(lease), timeoutMs: ANSWER_MS };
    const response = await this.#connection.request(request);
    if (response.status === 409 || (expected !== null && response.status === 404)) throw new BlobChanged(this.name);
    return jsonOf<Lease>(response, request, this.name).metadata.resourceVersion ?? '';
  }

  #recordOf({ metadata, spec }: Lease): LeaseRecord {
    const { leaseDurationSeconds, acquireTime = '', renewTime = '', leaseTransitions = 0, holderIdentity } = spec;
    const text = metadata.annotations?.[HOLDER];
    const base = {
      durationSeconds: leaseDurationSeconds ?? 30,
      takenAt: acquireTime,
      renewedAt: renewTime,
      transitions: leaseTransitions,
    };
    if (text === undefined && !holderIdentity) return base;
    try {
      return { ...base, holder: holderSchema.parse(JSON.parse(text ?? '')) };
    } catch (cause) {
      throw new KeelsonError('KS8063', {
        object: this.name,
        message: `it is held by ${JSON.stringify(holderIdentity ?? text)}, which is no applier of Keelson's`,
        fix: `see who that is; when nobody needs it: kubectl -n ${SYSTEM_NAMESPACE} delete lease ${this.#object}`,
        cause,
      });
    }
  }
}

/** Name of an environment's Lease. */
export function leaseName(environment: string): string {
  return `keelson-${createHash('sha256').update(environment).digest('hex').slice(0, 24)}`;
}

/** `2026-01-31T12:00:00.000Z` with the six digits that a MicroTime has. */
function microTime(iso: string): string {
  return iso.replace(/\.(\d{3})Z$/, '.$1000Z');
}
