import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../lib/apply/kubernetes/client/api-connection.ts';
import type { KubeconfigOptions } from '../../lib/apply/kubernetes/client/kubeconfig.ts';
import { temporaryFolder } from '../support/run.ts';
import { TestCluster } from './support/cluster.ts';

describe('who Keelson is to the API server', () => {
  const cluster = new TestCluster();
  let folder: string;
  let server: URL;
  let authority: string;
  beforeEach(() => {
    folder = temporaryFolder();
    const { clusters } = load(readFileSync(cluster.kubeconfig, 'utf8')) as {
      clusters: { cluster: { server: string; 'certificate-authority'?: string; 'certificate-authority-data'?: string } }[];
    };
    const [{ cluster: place } = { cluster: { server: '' } }] = clusters;
    server = new URL(place.server);
    authority = place['certificate-authority']
      ? readFileSync(place['certificate-authority'], 'utf8')
      : Buffer.from(place['certificate-authority-data'] ?? '', 'base64').toString();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** A token of a new service account. */
  const tokenOf = async (name: string): Promise<string> => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    await cluster.request('POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: cluster.name(name) } });
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
    const answer = await cluster.request('POST', `${accounts}/${cluster.name(name)}/token`, request);
    return (JSON.parse(answer.text) as { status: { token: string } }).status.token;
  };
  const user = (name: string): string => `system:serviceaccount:default:${cluster.name(name)}`;
  const who = async (connection: ReturnType<typeof connect>): Promise<string> => {
    const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' });
    const { text } = await connection.request({ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', body });
    return (JSON.parse(text) as { status?: { userInfo: { username: string } } }).status?.userInfo.username ?? text;
  };
  const whoWith = async (options: KubeconfigOptions): Promise<string> => {
    const connection = connect(options);
    return who(connection).finally(() => connection.close());
  };
  const write = (credentials: object): string => {
    const file = join(folder, 'kubeconfig');
    const place = { server: server.href, 'certificate-authority-data': Buffer.from(authority).toString('base64') };
    const content = {
      clusters: [{ name: 'main', cluster: place }],
      users: [{ name: 'me', user: credentials }],
      contexts: [{ name: 'main', context: { cluster: 'main', user: 'me' } }],
      'current-context': 'main',
    };
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  it('is the service account of its pod, also after its token was changed', async () => {
    const account = join(folder);
    vi.stubEnv('HOME', folder);
    vi.stubEnv('KUBECONFIG', '');
    vi.stubEnv('KUBERNETES_SERVICE_HOST', server.hostname.replace(/^\[|\]$/g, ''));
    vi.stubEnv('KUBERNETES_SERVICE_PORT', server.port);
    writeFileSync(join(account, 'ca.crt'), authority);
    writeFileSync(join(account, 'token'), await tokenOf('first'));
    const connection = connect({ serviceAccount: account });
    try {
      expect(await who(connection)).toBe(user('first'));
      writeFileSync(join(account, 'token'), await tokenOf('second'));
      // The server takes the first one no longer: Keelson reads the file again before it gives up.
      await cluster.request('DELETE', `/api/v1/namespaces/default/serviceaccounts/${cluster.name('first')}`);
      await expect.poll(() => who(connection), { timeout: 30_000 }).toBe(user('second'));
    } finally {
      connection.close();
    }
  }, 60_000);

  it('is whom a token, a file with one, and a program of the kubeconfig say', async () => {
    const token = await tokenOf('token');
    expect(await whoWith({ kubeconfig: write({ token }) })).toBe(user('token'));
    writeFileSync(join(folder, 'token.txt'), token);
    expect(await whoWith({ kubeconfig: write({ tokenFile: 'token.txt' }) })).toBe(user('token'));
    const program = join(folder, 'get-token');
    const status = { token: await tokenOf('program') };
    writeFileSync(
      join(folder, 'credential.json'),
      JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }),
    );
    writeFileSync(program, `#!/bin/sh\ncat "${folder}/credential.json"\n`);
    chmodSync(program, 0o700);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: program, interactiveMode: 'Never' };
    expect(await whoWith({ kubeconfig: write({ exec }) })).toBe(user('program'));
  }, 60_000);
});
