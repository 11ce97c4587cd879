import { chmodSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parseImage } from '../../../../../lib/toolkit/lock/images/image-name.ts';
import { resolveDigest } from '../../../../../lib/toolkit/lock/images/registry.ts';
import { hex, serve } from '../../../../support/charts.ts';
import { temporaryFolder } from '../../../../support/run.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const MANIFEST = '{"schemaVersion":2}';

let home: string;
let environment: NodeJS.ProcessEnv;
beforeEach(() => {
  home = temporaryFolder();
  environment = { PATH: `${home}:${process.env['PATH']}`, DOCKER_CONFIG: home };
});
const docker = (config: object): void => writeFileSync(join(home, 'config.json'), JSON.stringify(config));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Answers with the manifest of acme/chat:1 to those who have this authorization. */
const manifest = (request: IncomingMessage, response: ServerResponse, challenge?: string, wanted?: string): void => {
  if (wanted !== undefined && request.headers.authorization !== wanted) {
    response.writeHead(401, { 'www-authenticate': challenge ?? '' }).end();
  } else if (request.url === '/v2/acme/chat/manifests/1' && String(request.headers.accept).startsWith('application/vnd.oci.image.index')) {
    response.writeHead(200, { 'docker-content-digest': DIGEST }).end(MANIFEST);
  } else response.writeHead(404).end();
};

describe('the name of an image', () => {
  test.each([
    ['postgres', 'registry-1.docker.io', 'library/postgres', 'latest'],
    ['vllm/vllm-openai:v0.30.0', 'registry-1.docker.io', 'vllm/vllm-openai', 'v0.30.0'],
    ['docker.io/library/redis:7', 'registry-1.docker.io', 'library/redis', '7'],
    ['ghcr.io/acme/team/chat:1.2', 'ghcr.io', 'acme/team/chat', '1.2'],
    ['localhost/chat', 'localhost', 'chat', 'latest'],
    ['registry.acme.io:5000/chat', 'registry.acme.io:5000', 'chat', 'latest'],
    ['[::1]:5000/a/chat:1', '[::1]:5000', 'a/chat', '1'],
  ])('%s', (image, registry, repository, tag) => {
    expect(parseImage(image)).toEqual({ registry, repository, tag });
  });
});

describe('the digest of an image', () => {
  test('is what an open registry says of the list of platforms', async () => {
    const { port, asked } = await serve(manifest);
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(DIGEST);
    expect(asked).toEqual(['GET /v2/acme/chat/manifests/1']);
  });

  test('is computed where the registry does not say it', async () => {
    const { port } = await serve((_, response) => void response.end(MANIFEST));
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(`sha256:${hex(MANIFEST)}`);
  });

  test('needs a token that anybody gets, for one repository', async () => {
    const { port, asked } = await serve((request, response) => {
      if (request.url?.startsWith('/token?')) return void response.end(JSON.stringify({ token: request.headers.authorization ?? 'open' }));
      const challenge = `Bearer realm="http://127.0.0.1:${port}/token",service="images",scope="repository:acme/chat:pull"`;
      return manifest(request, response, challenge, 'Bearer open');
    });
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(DIGEST);
    expect(asked[1]).toBe('GET /token?service=images&scope=repository%3Aacme%2Fchat%3Apull');
  });

  test('needs a token for the credentials of docker login', async () => {
    const { port } = await serve((request, response) => {
      if (request.url?.startsWith('/token?'))
        return void response.end(JSON.stringify({ access_token: `for ${request.headers.authorization}` }));
      const challenge = `bearer realm="http://127.0.0.1:${port}/token",service="images"`;
      return manifest(request, response, challenge, `Bearer for Basic ${base64('me:a:b')}`);
    });
    docker({ auths: { [`127.0.0.1:${port}`]: { auth: base64('me:a:b') } } });
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(DIGEST);
  });

  test('needs an identity token, exchanged', async () => {
    const { port } = await serve((request, response) => {
      if (request.method !== 'POST')
        return manifest(request, response, `Bearer realm="http://127.0.0.1:${port}/oauth2/token"`, 'Bearer exchanged');
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => response.end(body.includes('refresh_token=identity') ? '{"access_token":"exchanged"}' : '{}'));
      return undefined;
    });
    docker({ auths: { [`127.0.0.1:${port}`]: { auth: '', identitytoken: 'identity' } } });
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(DIGEST);
  });

  test('needs the password of a credential helper', async () => {
    const { port } = await serve((request, response) =>
      manifest(request, response, 'Basic realm="images"', `Basic ${base64('AWS:secret')}`),
    );
    const helper = join(home, 'docker-credential-own');
    writeFileSync(helper, `#!/bin/sh\n[ "$1" = get ] && [ "$(cat)" = 127.0.0.1:${port} ] && echo '{"Username":"AWS","Secret":"secret"}'\n`);
    chmodSync(helper, 0o755);
    docker({ credHelpers: { [`127.0.0.1:${port}`]: 'own' } });
    expect(await resolveDigest(`127.0.0.1:${port}/acme/chat:1`, environment)).toBe(DIGEST);
  });
});

describe('a registry that does not say it', () => {
  const failure = async (handler: Parameters<typeof serve>[0], image = 'acme/chat:1'): Promise<string> => {
    const { port } = await serve(handler);
    const error = await resolveDigest(`127.0.0.1:${port}/${image}`, environment).catch((reason: Error) => reason);
    return String((error as Error).message).replaceAll(String(port), 'PORT');
  };

  test.each<[string, Parameters<typeof serve>[0], string]>([
    ['has no such tag', (_, response) => void response.writeHead(404).end(), '127.0.0.1:PORT answers 404 Not Found'],
    [
      'wants credentials that are not there',
      (request, response) => manifest(request, response, 'Basic realm="x"', 'Basic x'),
      '127.0.0.1:PORT answers 401 Unauthorized',
    ],
    [
      'gives no token',
      (request, response) =>
        request.url?.startsWith('/t')
          ? void response.end('{}')
          : manifest(request, response, `Bearer realm="http://${request.headers.host}/t"`, 'x'),
      '127.0.0.1:PORT gives no token',
    ],
    [
      'gives a digest of another form',
      (_, response) => void response.writeHead(200, { 'docker-content-digest': 'sha512:1' }).end(),
      '127.0.0.1:PORT gives the digest "sha512:1"',
    ],
    ['hangs up', (request) => void request.socket.destroy(), 'other side closed|.*ECONNRESET'],
  ])('%s', async (_, handler, reason) => {
    const [start, fix] = ['KS9013: the image 127.0.0.1:PORT/acme/chat:1: ', '; correct the image; credentials are those of docker login'];
    expect(await failure(handler)).toMatch(new RegExp(`^${start}(${reason})${fix}`));
  });
});
