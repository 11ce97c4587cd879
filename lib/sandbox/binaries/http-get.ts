import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { proxyFor } from './proxy.ts';

/** How a file is fetched. */
export interface GetOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Nobody answers at that address, or on the way to it. */
export class Unreachable extends Error {}

const MOST_REDIRECTS = 5;
/** Without a byte. */
const SILENCE_MS = 15_000;

/** Gets an answer of 200, over redirects and the environment's proxy. Throws an error whose message says why there is none. */
export async function httpGet(address: string, options: GetOptions): Promise<IncomingMessage> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await once(url, options);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined)
      throw new Error(`${url.href} was answered with ${statusCode}`);
    const next = new URL(headers.location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw new Error(`${url.href} leads to ${next.href}, which is not encrypted`);
    url = next;
  }
  throw new Error(`${address} was redirected more than ${MOST_REDIRECTS} times`);
}

function once(url: URL, { environment, signal }: GetOptions): Promise<IncomingMessage> {
  const proxy = proxyFor(url, environment);
  const send = url.protocol === 'https:' ? secure : plain;
  // GitHub answers nobody without a name.
  const headers = { 'user-agent': 'keelson' };
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { headers, ...(proxy !== undefined && { agent: new HttpsProxyAgent(proxy) }), ...(signal && { signal }) },
      resolve,
    );
    sent.setTimeout(SILENCE_MS, () => sent.destroy(new Error(`nothing came for ${SILENCE_MS / 1000} s`)));
    sent.on('error', (cause) =>
      reject(new Unreachable(`${url.href} can not be reached${proxy === undefined ? '' : ' by the proxy'}: ${cause.message}`, { cause })),
    );
    sent.end();
  });
}
