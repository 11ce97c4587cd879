import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { writeDocument } from '../../../../lib/apply/approval/change-document.ts';
import { approvePlan } from '../../../../lib/toolkit/apply/approve.ts';
import { temporaryFolder } from '../../../support/run.ts';

/** An API server that takes what is written to it, a plan, and what approves it. */
async function setUp() {
  const folder = temporaryFolder();
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const key = join(folder, 'alice');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'alice', '-f', key]);
  const signers = [{ name: 'alice', keys: [readFileSync(`${key}.pub`, 'utf8').trim()] }];
  const approvals = { appliers: ['robot'], signers, rules: [{ match: '*', by: ['alice'] }] };

  const sockets: Promise<unknown>[] = [];
  const written: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const isSecret = request.url?.includes('/secrets/') === true;
    if (request.method === 'POST') written.push(body);
    response.statusCode = request.method === 'POST' ? 201 : isSecret ? 404 : 200;
    const made = request.method === 'POST' && { ...JSON.parse(body), metadata: { ...JSON.parse(body).metadata, resourceVersion: '1' } };
    const system = request.url?.endsWith('/namespaces/kube-system') === true && { metadata: { name: 'kube-system', uid: UID } };
    response.end(JSON.stringify(system || made || { kind: 'Status', code: response.statusCode }));
  };
  // A server that never ends a connection by itself.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void answer(request, response));
  server.on('connection', (socket: Socket) => sockets.push(once(socket, 'close')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const options = {
    plan: write(
      'plan.json',
      writeDocument({ schemaVersion: '1.0', kind: 'keelson-plan', platform: 'acme', environment: 'prod', units: [] }),
    ),
    kubeconfig: write('kubeconfig', {
      clusters: [{ name: 'a', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      'current-context': 'a',
    }),
  };
  const policy = (named: object) => write('policy.yaml', { version: 1, approvals, clusters: named });
  const approve = (named: object, more: { readonly kubeconfig?: string } = {}) =>
    approvePlan({ plan: options.plan, policy: policy(named), key, store: 'cluster', ...more }, async () => true);
  return { approve, kubeconfig: options.kubeconfig, sockets, written };
}

const UID = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

it('a signed approval is kept in the cluster with the releases, and the connection ends', async () => {
  const { approve, kubeconfig, sockets, written } = await setUp();
  expect(await approve({}, { kubeconfig })).toMatchObject({
    by: 'alice',
    where: expect.stringMatching(/^approvals\/acme\/prod\/\w+\.json of cluster prod$/),
  });
  expect(written.map((one) => (JSON.parse(one) as { kind: string }).kind)).toEqual(['Secret']);
  expect(sockets.length).toBeGreaterThan(0);
  await Promise.all(sockets);
});

it('a signed approval goes to the cluster that the policy names, and to no other', async () => {
  const { approve, kubeconfig, written } = await setUp();
  const main = { kubeconfig, context: 'a', kubeSystemUid: UID };
  expect(await approve({ 'prod/main': main, 'dev/main': {} })).toMatchObject({ where: expect.stringContaining('of cluster prod/main') });
  expect(written).toHaveLength(1);
  const another = { 'prod/main': { ...main, kubeSystemUid: OTHER } };
  const text = new RegExp(`^KS8005 prod/main: kube-system at \\S+ has the UID ${UID}, and the policy names ${OTHER}`);
  await expect(approve(another)).rejects.toThrow(text);
  // Whoever names a context by hand is held to it, too.
  await expect(approve(another, { kubeconfig })).rejects.toThrow(text);
  const two = { 'prod/main': main, 'prod/other': { kubeSystemUid: OTHER } };
  await expect(approve(two)).rejects.toThrow(/^KS8019: the policy names more than one cluster of prod: prod\/main, prod\/other/);
  expect(written).toHaveLength(1);
  expect(await approve(two, { kubeconfig })).toMatchObject({ by: 'alice' });
});
