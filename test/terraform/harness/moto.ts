import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { MotoMachine } from './machine.ts';
import { ACCOUNT } from './stand-ins.ts';

/** Moto finds the service in it, and checks no more. */
const signed = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=testing/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** A fake AWS that runs until the test ends. */
export interface Moto {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** What a client needs in its environment to talk to the fake, and to nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** Sends a request: to a service, as `/bucket/key` to S3, or to moto's own API, as `/moto-api/reset`. @param service `@default 's3'` */
  fetch(path: string, init?: RequestInit, service?: string): Promise<Response>;
}

/** Starts `moto_server` on a free port. It is stopped when the test ends. */
export async function startMoto({ moto, atEnd }: Pick<MotoMachine, 'moto' | 'atEnd'>): Promise<Moto> {
  const child = spawn(moto, ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
  });
  atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  let printed = '';
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`moto_server ended with ${code}\n${printed}`)));
    const read = (data: Buffer): void => {
      printed += data.toString();
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stderr.on('data', read);
    child.stdout.on('data', read);
  });
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      NO_PROXY: '127.0.0.1',
    },
    // Moto checks no signature, but a request without one is anonymous, and objects are private.
    fetch: (path, init, service = 's3') =>
      fetch(`${endpoint}${path}`, { ...init, headers: { authorization: signed(service), ...init?.headers } }),
  };
}

/** Account that moto answers as. */
export const MOTO_ACCOUNT: string = ACCOUNT;
