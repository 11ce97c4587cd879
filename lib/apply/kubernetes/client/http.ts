import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import type { ApiRequest, ApiResponse } from './connection.ts';
import type { Fence } from './fence.ts';
import type { Endpoint } from './kubeconfig.ts';

/** The answer was lost: nobody knows what the server did. */
export class LostAnswer extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LostAnswer';
  }
}

/** How a stream ended: by the server, with its status; the text is there for a refusal alone. */
export interface StreamEnd {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends one request and gives each line of its answer as it comes. Throws {@link LostAnswer} when the stream breaks off, and the
 * signal's reason.
 * @param silenceMs how long nothing may come
 */
export async function stream(endpoint: Endpoint, request: ApiRequest, silenceMs: number, line: (text: string) => void): Promise<StreamEnd> {
  const open = await opener(endpoint, request, undefined);
  return new Promise((resolve, reject) => {
    const outgoing = open();
    const settle = (): void => {
      request.signal?.removeEventListener('abort', abort);
      outgoing.destroy();
    };
    const fail = (error: unknown): void => {
      settle();
      reject(request.signal?.aborted ? request.signal.reason : new LostAnswer(reasonOf(error), { cause: error }));
    };
    const abort = (): void => fail(request.signal?.reason);
    request.signal?.addEventListener('abort', abort, { once: true });
    outgoing.setTimeout(silenceMs, () => fail(new Error(`nothing came for ${silenceMs / 1000} s`)));
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status !== 200) {
        read(response).then((text) => {
          settle();
          resolve({ status, text });
        }, fail);
        return;
      }
      const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('line', line);
      lines.on('error', fail); // readline passes on what its input fails with
      response.on('error', fail);
      response.on('aborted', () => fail(new Error('the stream broke off')));
      response.on('end', () => {
        settle();
        resolve({ status, text: '' });
      });
    });
    outgoing.end();
  });
}

/**
 * Sends one request and reads the whole answer. Throws {@link LostAnswer} when there is none, and the signal's reason. A request that
 * writes and is under way is not broken off by the signal: its answer says what it did. With a fence, a write is only given to a
 * connection that stands, within its time, and is under way no longer than that. Throws KS8062 after it.
 */
export async function send(endpoint: Endpoint, request: ApiRequest, timeoutMs: number, fence?: Fence): Promise<ApiResponse> {
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const open = await opener(endpoint, request, body);
  const limit = isWrite(request) ? fence : undefined;
  const withinMs = Math.min(timeoutMs, limit?.leftMs() ?? timeoutMs);
  return new Promise((resolve, reject) => {
    const outgoing = open();
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      outgoing.destroy();
      const isBrokenOff = request.method === 'GET' && request.signal?.aborted;
      reject(isBrokenOff ? request.signal?.reason : new LostAnswer(reasonOf(error), { cause: error }));
    };
    const abort = (): void => {
      if (request.method === 'GET') fail(request.signal?.reason);
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${Math.round(withinMs) / 1000} s`)), withinMs);
    request.signal?.addEventListener('abort', abort, { once: true });
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      read(response).then((text) => {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', abort);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      }, fail);
    });
    if (!limit) {
      outgoing.end(body);
      return;
    }
    // What is given to a connection that is still being made is sent whenever that is done.
    whenConnected(outgoing, () => {
      try {
        limit.leftMs();
        outgoing.end(body);
      } catch (error) {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', abort);
        outgoing.destroy();
        reject(error);
      }
    });
  });
}

/** Whether a request changes what the server has. */
export function isWrite({ method, query }: ApiRequest): boolean {
  return method !== 'GET' && query?.['dryRun'] === undefined;
}

function whenConnected(outgoing: ClientRequest, then: () => void): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) then();
    else socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', then);
  });
}

/** What opens a request with the credentials of its endpoint. Throws the signal's reason. */
async function opener(endpoint: Endpoint, request: ApiRequest, body: Buffer | undefined): Promise<() => ClientRequest> {
  request.signal?.throwIfAborted();
  const { agent, auth, headers } = await endpoint.options();
  const url = new URL(target(endpoint.server, request));
  const open = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const options = { method: request.method, agent, ...(auth != null && { auth }), headers: { ...headers, ...headersOf(request, body) } };
  return () => open(url, options);
}

/** Address of a request, with its parameters. */
export function target(server: URL, { path, query = {} }: Pick<ApiRequest, 'path' | 'query'>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const base = server.href.replace(/\/$/, '');
  return parameters.size === 0 ? `${base}${path}` : `${base}${path}?${parameters}`;
}

function headersOf(request: ApiRequest, body: Buffer | undefined): Record<string, string | string[] | number> {
  const { impersonate } = request;
  return {
    accept: request.accept ?? 'application/json',
    'user-agent': 'keelson',
    ...(body && { 'content-type': request.contentType ?? 'application/json', 'content-length': body.length }),
    ...(impersonate && {
      'impersonate-user': impersonate.user,
      ...(impersonate.groups?.length && { 'impersonate-group': [...impersonate.groups] }),
    }),
  };
}

/** The body of a truncated answer ends with `aborted`, not with `end`: it is never taken for the whole. */
function read(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('aborted', () => reject(new Error('the answer broke off')));
    response.on('end', () =>
      response.complete ? resolve(Buffer.concat(chunks).toString('utf8')) : reject(new Error('the answer broke off')),
    );
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code || error.name : String(error);
}
