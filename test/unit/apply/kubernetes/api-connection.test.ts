import { writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../../lib/apply/kubernetes/client/api-connection.ts';
import type { Connection } from '../../../../lib/apply/kubernetes/client/connection.ts';
import { temporaryFolder } from '../../../support/run.ts';

describe('a connection', () => {
  let server: Server;
  let connection: Connection;
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    server = createServer((_, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const file = join(temporaryFolder(), 'kubeconfig');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const content = {
      clusters: [{ name: 'a', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      'current-context': 'a',
    };
    writeFileSync(file, JSON.stringify(content));
    connection = connect({ kubeconfig: file, attempts: 6 });
  });
  afterEach(async () => {
    connection.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const get = () => connection.request({ method: 'GET', path: '/version' });

  it('gives up a server that never answered sooner than one that did', async () => {
    answer = (response) => response.destroy();
    await expect(get()).rejects.toThrow(/KS8003 .*no answer after 5 attempts/);
    answer = (response) => response.end('{}');
    await get();
    answer = (response) => response.destroy();
    await expect(get()).rejects.toThrow(/KS8003 .*no answer after 6 attempts/);
  });

  it('repeats what a webhook that is down refused longer than other errors of the server', async () => {
    const fail = (message: string) => (response: ServerResponse) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ kind: 'Status', code: 500, message }));
    };
    answer = fail('etcd has no leader');
    expect((await get()).status).toBe(500);
    expect(connection.sent).toBe(5);
    answer = fail('failed calling webhook "a.example.com": connection refused');
    expect((await get()).status).toBe(500);
    expect(connection.sent).toBe(5 + 6);
  });

  it('never repeats a POST whose answer was lost, unless it may be', async () => {
    answer = (response) => response.destroy();
    await expect(connection.request({ method: 'POST', path: '/api', body: '{}' })).rejects.toThrow(/no answer after 1 attempt:/);
    await expect(connection.request({ method: 'POST', path: '/api', body: '{}', repeatable: true })).rejects.toThrow(/after 5 attempts/);
  });
});
