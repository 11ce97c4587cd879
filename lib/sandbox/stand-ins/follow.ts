import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from '../client/sandbox-client.ts';
import type { Live, Reaction } from './live.ts';

/** What a stand-in follows. */
export interface Followed {
  /** Path of the list, over all namespaces. */
  readonly path: string;
  /** What has to be done for an object now, if anything. It is asked again with every change of the object. */
  readonly react: (object: Live) => Reaction | undefined;
}

const AGAIN_AFTER_MS = 500;

/** Reacts to every object of a kind, those that are there and those that come, until the signal aborts. */
export async function follow(
  client: SandboxClient,
  { path, react }: Followed,
  { signal, log }: { readonly signal: AbortSignal; readonly log: (line: string) => void },
): Promise<void> {
  const handle = async (object: Live): Promise<void> => {
    const reaction = react(object);
    if (!reaction) return;
    const { method, path: target, body } = reaction;
    try {
      const { status } = await client.request(method, target, body, method === 'PATCH' ? 'application/merge-patch+json' : undefined);
      // 404 and 409: it is gone, or was changed or made in between; its next event comes.
      if (status >= 400 && status !== 404 && status !== 409) log(`${method} ${target}: ${status}`);
    } catch (error) {
      log(`${method} ${target}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  while (!signal.aborted) {
    try {
      const { status, body } = await client.request('GET', path);
      if (status === 200) {
        const { items, metadata } = body as { readonly items: readonly Live[]; readonly metadata: { readonly resourceVersion: string } };
        await Promise.all(items.map(handle));
        const query = `watch=1&allowWatchBookmarks=false&resourceVersion=${metadata.resourceVersion}`;
        await client.watch<Live>(`${path}?${query}`, signal, ({ type, object }) => {
          if (type === 'ADDED' || type === 'MODIFIED') void handle(object);
        });
      }
    } catch {
      // the API server is not there now
    }
    // 404: the definition of the kind may still come.
    await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => {});
  }
}
