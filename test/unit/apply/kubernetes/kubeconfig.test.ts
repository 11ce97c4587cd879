import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../../../lib/apply/kubernetes/client/api-connection.ts';
import { readKubeconfig } from '../../../../lib/apply/kubernetes/client/kubeconfig.ts';
import { temporaryFolder } from '../../../support/run.ts';

describe('a kubeconfig', () => {
  let server: Server;
  let address: string;
  let asked: IncomingMessage[];
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    asked = [];
    server = createServer((request, response) => {
      asked.push(request);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const write = (user: object, cluster: object = {}, name = 'kubeconfig', context = 'main'): string => {
    const file = join(folder, name);
    const content = {
      clusters: [{ name: context, cluster: { server: `http://${address}`, 'insecure-skip-tls-verify': true, ...cluster } }],
      users: [{ name: 'someone', user }],
      contexts: [{ name: context, context: { cluster: context, user: 'someone' } }],
      'current-context': context,
    };
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  /** Headers of one request as the user of a kubeconfig. */
  const headersAs = async (file: string | undefined): Promise<IncomingMessage['headers']> => {
    const connection = connect({ ...(file !== undefined && { kubeconfig: file }), attempts: 1 });
    try {
      await connection.request({ method: 'GET', path: '/version' });
    } finally {
      connection.close();
    }
    return asked.at(-1)?.headers ?? {};
  };
  /** A program that gives a token, and writes down its arguments. */
  const program = (inside: string): string => {
    const file = join(inside, 'token');
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 'from-program' } };
    writeFileSync(file, `#!/bin/sh\nprintf '%s' "$1" > "${folder}/arguments"\nprintf '%s' '${JSON.stringify(credential)}'\n`);
    chmodSync(file, 0o700);
    return file;
  };

  it('gives a token, one of a file, a name with its password, and whom to act as', async () => {
    expect((await headersAs(write({ token: 'abc' }))).authorization).toBe('Bearer abc');
    writeFileSync(join(folder, 'token.txt'), 'from-file\n');
    expect((await headersAs(write({ tokenFile: 'token.txt' }))).authorization).toBe('Bearer from-file');
    expect((await headersAs(write({ username: 'a', password: 'b' }))).authorization).toBe(`Basic ${Buffer.from('a:b').toString('base64')}`);
    expect((await headersAs(write({ token: 'abc', as: 'other' })))['impersonate-user']).toBe('other');
  });

  it('is found in KUBECONFIG, of which the first file that has an entry counts', async () => {
    const first = write({ token: 'first' }, {}, 'a');
    const second = write({ token: 'second' }, {}, 'b', 'other');
    vi.stubEnv('KUBECONFIG', `${first}:${second}`);
    expect((await headersAs(undefined)).authorization).toBe('Bearer first');
    expect(readKubeconfig({ context: 'other' }).context).toBe('other');
  });

  it('runs a program outside the repository, by its arguments and without a shell', async () => {
    const command = program(folder);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, args: ['$(touch pwned); `id` && x'] };
    expect((await headersAs(write({ exec }))).authorization).toBe('Bearer from-program');
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe('$(touch pwned); `id` && x');
  });

  it('shows its certificate to a server that asks for one, and takes only a server of its authority', async (context) => {
    const made = spawnSync('openssl', ['version']);
    if (made.error) return context.skip('openssl, which makes the certificates of this test, is not there');
    const pair = (name: string): { cert: string; key: string } => {
      const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
      const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject, '-keyout', key, '-out', cert],
        { stdio: 'ignore' },
      );
      return { cert, key };
    };
    const [own, client] = [pair('server'), pair('client')];
    const names: string[] = [];
    const read = (file: string): string => readFileSync(file, 'utf8');
    const secure = createSecureServer(
      { cert: read(own.cert), key: read(own.key), ca: read(client.cert), requestCert: true, rejectUnauthorized: true },
      (request, response) => {
        names.push((request.socket as TLSSocket).getPeerCertificate().subject.CN as string);
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    try {
      const place = { server: `https://127.0.0.1:${(secure.address() as AddressInfo).port}`, 'insecure-skip-tls-verify': false };
      const certificates = { 'client-certificate': 'client.crt', 'client-key': 'client.key' };
      await headersAs(write(certificates, { ...place, 'certificate-authority': 'server.crt' }));
      const data = (file: string): string => Buffer.from(read(file)).toString('base64');
      const inline = { 'client-certificate-data': data(client.cert), 'client-key-data': data(client.key) };
      await headersAs(write(inline, { ...place, 'certificate-authority-data': data(own.cert) }));
      expect(names).toEqual(['client', 'client']);
      await expect(headersAs(write(inline, { ...place, 'certificate-authority': 'client.crt' }))).rejects.toThrow(/KS8003.*self-signed/);
    } finally {
      secure.closeAllConnections();
      await new Promise((resolve) => secure.close(resolve));
    }
  });

  it('bad input 11: of the repository may run no program, by whatever path it is reached', () => {
    const repository = join(folder, 'repository');
    mkdirSync(repository);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', 'touch pwned'] };
    const file = write({ exec }, {}, 'repository/kubeconfig');
    const refusal = /^KS8002 .*its user "someone" runs "sh"/;
    expect(() => readKubeconfig({ kubeconfig: file, repository })).toThrow(refusal);
    symlinkSync(file, join(folder, 'link'));
    expect(() => readKubeconfig({ kubeconfig: join(folder, 'link'), repository })).toThrow(refusal);
    vi.stubEnv('KUBECONFIG', file);
    expect(() => readKubeconfig({ repository })).toThrow(refusal);
    const old = write({ 'auth-provider': { name: 'gcp', config: { 'cmd-path': 'sh' } } }, {}, 'repository/old');
    expect(() => readKubeconfig({ kubeconfig: old, repository })).toThrow(refusal);
    const plain = write({ token: 'abc' }, {}, 'repository/plain');
    expect(() => readKubeconfig({ kubeconfig: plain, repository })).not.toThrow();
  });

  it('bad input 19: shows no name and no password of an address, whatever fails', async () => {
    server.closeAllConnections();
    const secret = { server: `http://someone:hunter2@127.0.0.1:1` };
    const connection = connect({ kubeconfig: write({}, secret), attempts: 1 });
    const failure = await connection.request({ method: 'GET', path: '/version' }).catch((error: Error) => error);
    connection.close();
    expect(failure).toMatchObject({ message: expect.stringMatching(/^KS8003 http:\/\/127\.0\.0\.1:1: GET \/version had no answer/) });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('hunter2');
    const command = join(folder, 'fails');
    writeFileSync(command, '#!/bin/sh\necho "fatal: https://someone:hunter2@host/ refused" >&2\nexit 1\n');
    chmodSync(command, 0o700);
    await expect(headersAs(write({ exec: { command } }))).rejects.toThrow(
      'KS8001 context main: it gives no credentials: fatal: https://***@host/ refused',
    );
  });

  const raw = (text: string): string => {
    const file = join(folder, 'raw');
    writeFileSync(file, text);
    return file;
  };
  it.each([
    ['is not there', () => join(folder, 'nowhere'), /^KS8001 .*nowhere: ENOENT/],
    ['is no YAML', () => raw('a: [1'), /^KS8001 .*raw: /],
    ['has no such cluster', () => raw('{}'), /^KS8001 .*it has no context "" with a cluster \(contexts: none\)/],
    ['has a server that is no URL', () => write({}, { server: 'here' }), /^KS8001 .*the server of its cluster "main" is no URL/],
  ])('that %s is an error', (_, file, message) => {
    expect(() => readKubeconfig({ kubeconfig: file() })).toThrow(message);
  });
});
