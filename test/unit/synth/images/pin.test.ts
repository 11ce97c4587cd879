import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js';
import { ApiObject } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import { findImage } from '../../../../lib/facts/images/images.ts';
import { Environment, type EnvironmentProps } from '../../../../lib/synth/environment.ts';
import { external } from '../../../../lib/synth/external.ts';
import { patch } from '../../../../lib/synth/patch.ts';
import { matchers, synthTree } from '../../../../lib/testing/index.ts';
import { temporaryFolder } from '../../../support/run.ts';
import { TestCluster } from '../../../support/tree.ts';

expect.extend(matchers);

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const LOCK = { version: 1, images: { 'acme/web:1': { digest: digest('a') }, 'acme/init:2': { digest: digest('b') } } };

/** Runs a program with the cluster dev/main beside an images.lock. */
const synth = (build: (cluster: TestCluster, dev: Environment) => void, lock?: unknown, props: EnvironmentProps = {}) => {
  const root = temporaryFolder();
  if (lock !== undefined) writeFileSync(join(root, 'images.lock'), typeof lock === 'string' ? lock : JSON.stringify(lock));
  return synthTree(
    (platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1', ...props });
      build(new TestCluster(dev, 'main'), dev);
    },
    { root },
  );
};
const app = (image: string) => (cluster: TestCluster) =>
  void new App(cluster, 'web', { image, initContainers: [{ name: 'init', image: 'acme/init:2' }] });
const imagesOf = (result: ReturnType<typeof synth>): string[] =>
  [...JSON.stringify(result.objects).matchAll(/"(?:image|reference)":"([^"]*)"/g)].map((match) => match[1] ?? '');
const problems = (result: ReturnType<typeof synth>): string[] =>
  result.errors.map(({ code, message }) => `${code} ${message.slice(message.indexOf(': ') + 2)}`);

describe('images.lock', () => {
  test('adds its digest to an image that is given by tag, and the tag stays readable', () => {
    const result = synth(app('acme/web:1'), LOCK);
    expect(imagesOf(result).sort()).toEqual([`acme/init:2@${digest('b')}`, `acme/web:1@${digest('a')}`]);
  });

  test('leaves alone what has a digest, and what it does not have', () => {
    const own = `acme/web:1@${digest('c')}`;
    expect(imagesOf(synth(app(own), LOCK)).sort()).toEqual([`acme/init:2@${digest('b')}`, own]);
    expect(imagesOf(synth(app('toString:1'), LOCK))).toContain('toString:1');
    expect(imagesOf(synth(app('acme/other:1'), LOCK))).toContain('acme/other:1');
  });

  test('reaches pods in any kind, image volumes, and what a patch set', () => {
    const result = synth((cluster) => {
      external(cluster, 'ray.io/v1/RayCluster');
      const volumes = [{ name: 'v', image: { reference: 'acme/init:2' } }];
      const pod = { containers: [{ name: 'c', image: 'acme/web:1', env: [{ name: 'image', value: 'acme/web:1' }] }], volumes };
      const workerGroupSpecs = [{ template: { spec: pod } }];
      const ray = new ApiObject(cluster, 'ray', {
        apiVersion: 'ray.io/v1',
        kind: 'RayCluster',
        spec: { image: 'acme/web:1', workerGroupSpecs },
      });
      patch(ray, { op: 'add', path: '/spec/headGroupSpec', value: { ephemeralContainers: [{ name: 'e', image: 'acme/web:1' }] } });
    }, LOCK);
    const pinned = `acme/web:1@${digest('a')}`;
    expect(result.object('RayCluster')['spec']).toEqual({
      image: 'acme/web:1',
      workerGroupSpecs: [
        {
          template: {
            spec: {
              containers: [{ name: 'c', image: pinned, env: [{ name: 'image', value: 'acme/web:1' }] }],
              volumes: [{ name: 'v', image: { reference: `acme/init:2@${digest('b')}` } }],
            },
          },
        },
      ],
      headGroupSpec: { ephemeralContainers: [{ name: 'e', image: pinned }] },
    });
  });

  test.each([
    ['{', 'images.lock is no JSON'],
    [{ version: 2, images: {} }, 'version in images.lock must be 1'],
    [{ version: 1, images: {}, more: 1 }, 'it in images.lock Unrecognized key: "more"'],
    [
      { version: 1, images: { 'a:1': { digest: 'sha256:abc' } } },
      'images.a:1.digest in images.lock must be sha256: and 64 hexadecimal digits',
    ],
    [{ version: 1, images: { [`a@${digest('a')}`]: { digest: digest('a') } } }, 'in images.lock must be an image without a digest'],
    [{ version: 1, images: { 'a:1': digest('a') } }, 'images.a:1 in images.lock must be object'],
  ])('of another form is told once: %j', (lock, message) => {
    const result = synth((cluster) => ['a', 'b'].map((id) => new App(cluster, id, { image: 'acme/web:1' })), lock);
    expect(problems(result)).toEqual([expect.stringMatching(/^KS1016 /)]);
    expect(problems(result)[0]).toContain(message);
  });
});

describe('an environment of pinned images', () => {
  const pinned: EnvironmentProps = { images: 'pinned' };

  test('takes images with digests, and those of the lock', () => {
    expect(synth(app('acme/web:1'), LOCK, pinned)).toSynthesise();
    expect(synth(app(`acme/web@${digest('a')}`), LOCK, pinned)).toSynthesise();
  });

  test('refuses any other, with the digest where it is known', () => {
    const vllm = findImage('vllm-openai');
    const result = synth(
      (cluster) => {
        new App(cluster, 'web', { image: 'acme/other:1', sidecars: [{ name: 's', image: 'acme/other:1' }] });
        new App(cluster, 'llm', { image: `${vllm?.repository}:${vllm?.tag}` });
      },
      undefined,
      pinned,
    );
    expect(problems(result)).toEqual([
      'KS1018 the image acme/other:1 has no digest, and images.lock has none for it; run keelson lock, or give the image with its digest',
      `KS1018 the image vllm/vllm-openai:${vllm?.tag} has no digest, and images.lock has none for it; run keelson lock, or add "vllm/vllm-openai:${vllm?.tag}": { "digest": "${vllm?.digest}" } to the images of images.lock`,
    ]);
  });

  test('refuses a reference, unless it has a digest', () => {
    const repository = (dev: Environment, end: string) => `${new EcrRepository(dev, 'web', { name: 'web' }).repositoryUrl}${end}`;
    expect(problems(synth((cluster, dev) => void new App(cluster, 'web', { image: repository(dev, ':1') }), LOCK, pinned))).toEqual([
      'KS1018 an image is a reference without a digest, which no lock can have; give it with its digest: …@sha256:…',
    ]);
    expect(
      synth((cluster, dev) => void new App(cluster, 'web', { image: repository(dev, `@${digest('a')}`) }), LOCK, pinned),
    ).toSynthesise();
  });

  test('is asked for by name', () => {
    expect(synth(() => undefined, undefined, { images: 'locked' as never })).toFailWith(
      'KS1001',
      'prop images is "locked"; it must be pinned',
    );
  });
});
