import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterRun, ClusterState } from '../apply/cluster-run.ts';
import { membersOf, PART_OF, SELECTOR_SIZE } from '../plan/live-metadata.ts';
import { type WatchedKind, watchKind } from './watch-kind.ts';

/** How watches tell. */
export interface WatchesOptions {
  readonly signal: AbortSignal;
  /** Something came, changed or went, or may have. */
  readonly changed: () => void;
  readonly lost?: (reason: string) => void;
}

/** A kind that the server says it serves, and whose watch it does not find, is asked for again after this time. */
const GONE_MS = 1_000;

/** A watch of each kind that is applied, which follow the output: kinds, namespaces and units come and go. */
export class Watches {
  /** Rejects when the server refuses a watch (KS8004). */
  readonly failed: Promise<never>;
  readonly #run: ClusterRun;
  readonly #options: WatchesOptions;
  readonly #running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  #fail: (error: unknown) => void = () => {};

  constructor(run: ClusterRun, options: WatchesOptions) {
    this.#run = run;
    this.#options = options;
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
  }

  /** Starts and ends watches by what was read. @returns whether every kind of the output is served */
  follow({ discovery, units, live }: ClusterState): boolean {
    const { perNamespace } = this.#run;
    let isWhole = true;
    const resources = new Map([...live.byId.values()].map(({ resource }) => [`${resource.group}/${resource.plural}`, resource]));
    for (const { objects } of units.values())
      for (const { apiVersion, kind } of objects) {
        const resource = discovery.resource(apiVersion, kind);
        if (resource) resources.set(`${resource.group}/${resource.plural}`, resource);
        else isWhole = false;
      }
    const namespaces = [...new Set([...units.values()].flatMap(({ objects }) => objects.flatMap(({ namespace }) => namespace ?? [])))];
    const applySets = [...units.values()].map(({ applySet }) => applySet);
    // An address has room for so many ids; what other programs applied only wakes for nothing.
    const labelSelector = applySets.length > SELECTOR_SIZE ? PART_OF : membersOf(applySets);
    const wanted = new Map<string, WatchedKind>();
    for (const [name, resource] of resources)
      for (const namespace of perNamespace && resource.namespaced ? namespaces : [undefined])
        wanted.set(JSON.stringify([name, resource.version, namespace, labelSelector]), { resource, namespace, labelSelector });
    for (const [key, { stop }] of this.#running) if (!wanted.has(key)) stop.abort();
    for (const [key, kind] of wanted) if (!this.#running.has(key)) this.#start(key, kind);
    return isWhole;
  }

  /** Waits for all of them, after the signal. */
  async end(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #start(key: string, kind: WatchedKind): void {
    const { changed, lost } = this.#options;
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, stop.signal]);
    const options = { connection: this.#run.connection, signal, changed, resynced: changed, ...(lost && { lost }) };
    const done = watchKind(options, kind)
      .catch((error: unknown) => this.#fail(error))
      .finally(async () => {
        if (!signal.aborted) await sleep(GONE_MS, undefined, { signal }).catch(() => {});
        this.#running.delete(key);
        if (!this.#options.signal.aborted) changed();
      });
    this.#running.set(key, { stop, done });
  }
}
