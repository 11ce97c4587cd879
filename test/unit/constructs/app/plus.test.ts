import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { ApiObject, JsonPatch } from 'cdk8s';
import { EnvValue, Volume } from 'cdk8s-plus-28';
import { describe, expect, onTestFinished, test } from 'vitest';
import { App } from '../../../../lib/constructs/app/app.ts';
import type { AppProps } from '../../../../lib/constructs/app/app-props.ts';
import { Environment } from '../../../../lib/synth/environment.ts';
import { patch } from '../../../../lib/synth/patch.ts';
import { terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { matchers } from '../../../../lib/testing/index.ts';
import { IMAGE, inShop, problems, synthApp } from '../../../support/app.ts';
import { root, succeed, userEnv } from '../../../support/run.ts';

expect.extend(matchers);

test('references pass through cdk8s-plus unharmed, as texts and as numbers', () => {
  const result = inShop((shop) => {
    const bucket = new S3Bucket(Environment.of(shop), 'sizes', {});
    const text = terraformReference<string>(bucket, bucket.bucket);
    const number = () => terraformReference<number>(bucket, bucket.bucket, { type: 'number' }).asNumber();
    const app = new App(shop, 'web', {
      image: text,
      args: [`--bucket=${text}`, text],
      env: { NAME: text, COUNT: terraformReference<number>(bucket, bucket.bucket, { type: 'number' }) },
      replicas: number(),
      resources: { cpu: text, memory: text },
      volumes: { scratch: { mountPath: '/scratch', emptyDir: { sizeLimit: text } } },
      podAnnotations: { bucket: text },
      serviceAccountAnnotations: { role: text },
      affinity: { nodeAffinity: { of: text, nothing: null } },
      files: { '/etc/name': text },
    });
    const [main] = app.deployment.containers;
    main?.env.addVariable('ADDED', EnvValue.fromValue(`${text}/v1`));
    main?.addPort({ name: 'bound', number: number() });
  });
  expect(result).toSynthesise();
  const pod = '/spec/template/spec';
  expect(result.bindings.map(({ target, pointer, type }) => `${target} ${pointer} ${type}`).sort()).toEqual(
    [
      '/ConfigMap/shop/web-files /data/etc_name string',
      '/ServiceAccount/shop/web /metadata/annotations/role string',
      'apps/Deployment/shop/web /spec/replicas number',
      'apps/Deployment/shop/web /spec/template/metadata/annotations/bucket string',
      ...['args/0', 'args/1', 'env/0/value', 'env/2/value', 'image', 'resources/requests/cpu', 'resources/requests/memory'].map(
        (field) => `apps/Deployment/shop/web ${pod}/containers/0/${field} string`,
      ),
      `apps/Deployment/shop/web ${pod}/containers/0/resources/limits/memory string`,
      `apps/Deployment/shop/web ${pod}/containers/0/env/1/value number`,
      `apps/Deployment/shop/web ${pod}/containers/0/ports/0/containerPort number`,
      `apps/Deployment/shop/web ${pod}/volumes/0/emptyDir/sizeLimit string`,
      `apps/Deployment/shop/web ${pod}/affinity/nodeAffinity/of string`,
    ].sort(),
  );
  expect(JSON.stringify(result.object('Deployment'))).not.toContain('nothing');
});

describe('errors about the Deployment name the App, and the line that made it', () => {
  const failing = (extend: (web: App) => void) => {
    const result = inShop((shop) => extend(new App(shop, 'web', { image: IMAGE })));
    return result.errors.map(({ code, details }) => [code, details.path, details.source?.file, details.message]);
  };
  const here = expect.stringMatching(/plus\.test\.ts$/);

  test('what cdk8s-plus refuses to write', () => {
    const errors = failing((web) => {
      for (const id of ['a', 'b']) web.deployment.containers[0]?.mount(`/${id}`, Volume.fromEmptyDir(web, id, 'same'));
    });
    expect(errors).toEqual([
      ['KS1014', 'dev/main/shop/web/deployment', here, expect.stringContaining('two different volumes have the same name: same')],
    ]);
  });

  test('a patch of cdk8s that is lost, in cdk8s-plus or by what the App leaves to Kubernetes', () => {
    for (const [path, value] of [
      ['/spec/template/spec/newField', 1],
      ['/spec/template/spec/containers/0/imagePullPolicy', 'Never'],
    ] as const) {
      expect(failing((web) => ApiObject.of(web.deployment).addJsonPatch(JsonPatch.add(path, value)))).toEqual([
        ['KS1007', 'dev/main/shop/web/deployment', here, `the patch add ${path} is lost: the library that writes the object dropped it`],
      ]);
    }
    const patched = inShop((shop) => {
      const { deployment } = new App(shop, 'web', { image: IMAGE });
      patch(deployment, { op: 'add', path: '/spec/template/spec/newField', value: 1 });
    });
    expect(patched.object('Deployment')).toMatchObject({ spec: { template: { spec: { newField: 1 } } } });
  });
});

test.each([
  [
    {
      ports: [
        { name: 'a', port: 1 },
        { name: 'b', port: 1, servicePort: 2 },
      ],
    },
    'prop ports[1] is {"name":"b","port":1,"servicePort":2}; it must be of another port or protocol than the ports before it',
  ],
  [
    {
      sidecars: [
        {
          name: 'proxy',
          image: IMAGE,
          ports: [
            { name: 'a', port: 1 },
            { name: 'a', port: 2 },
          ],
        },
      ],
    },
    'prop sidecars[0].ports[1].name is "a"; it must be another name than that of the ports before it',
  ],
  [
    { files: { '/etc/a': 'a' }, volumes: { files: { mountPath: '/b', emptyDir: {} } } },
    'it must be of another name: that one is of the volume with the files',
  ],
  [
    { autoscale: { min: 1, max: 2, scaleDownSeconds: 3601 }, resources: { cpu: '1' } },
    'prop autoscale.scaleDownSeconds is 3601; it must be at most 3600',
  ],
])('%j is refused, and not left to cdk8s-plus', (props, message) => {
  expect(problems(synthApp(props as Partial<AppProps>))).toEqual([expect.stringContaining(message)]);
});

test('a program without an App does not load cdk8s-plus', async () => {
  const folder = mkdtempSync(join(root, 'node_modules/.cache/lazy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'main.mjs');
  writeFileSync(
    file,
    `import { createRequire } from 'node:module';
import { App, Cluster, Environment, Namespace, Platform } from '${pathToFileURL(join(root, 'dist/index.js'))}';
const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('cdk8s-plus-28'));
const shop = new Namespace(Cluster.existing(new Environment(new Platform('acme'), 'dev'), 'main', { version: '1.36' }), 'shop');
const before = loaded();
new App(shop, 'web', { image: '${IMAGE}' });
console.log(before, loaded());
`,
  );
  expect(await succeed(process.execPath, [file], { cwd: folder, env: userEnv() })).toBe('false true\n');
});
