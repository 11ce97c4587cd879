import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { pack } from '../support/pack.ts';
import { succeed, temporaryFolder, userEnv } from '../support/run.ts';

// The package as a user gets it: npm installs the tarball with its peers (from npm's cache where it can), npx runs its bins.
const INSTALL = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress'];
const SLOW = 300_000;

/** A user's empty folder, with the tarball beside it. */
async function emptyFolder(): Promise<{
  folder: string;
  tarball: string;
  npm: (...args: string[]) => Promise<string>;
  npx: (...args: string[]) => Promise<string>;
}> {
  const outside = temporaryFolder();
  const folder = join(outside, 'acme');
  mkdirSync(folder);
  const { tarball } = await pack(outside);
  const options = { cwd: folder, env: userEnv() };
  return {
    folder,
    tarball: `../${basename(tarball)}`,
    npm: (...args) => succeed('npm', args, options),
    // `--no`: a bin that is not installed must fail, not come from a registry.
    npx: (...args) => succeed('npx', ['--no', ...args], options),
  };
}

it('runs init and synth in an empty folder, and makes a TypeScript project whose checks pass', { timeout: SLOW }, async () => {
  const { folder, tarball, npm, npx } = await emptyFolder();
  await npm(...INSTALL, tarball);
  await npx('keelson', 'init');
  expect(await npx('synth')).toContain('deploy/dev: 3 units, 9 objects');
  expect(readFileSync(join(folder, 'deploy/dev/kubernetes/main/chat/acme/Deployment.apps/chat.yaml'), 'utf8')).toContain('traefik/whoami');

  await npm(...INSTALL);
  await npx('synth', '--check');
  await npx('keelson', 'validate');
  await npm('run', 'typecheck');
  expect(await npm('test')).toMatch(/Tests {2}2 passed/);
});

it('serves a JavaScript project', { timeout: SLOW }, async () => {
  const { folder, tarball, npm, npx } = await emptyFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', keelson: { app: 'platform.js', output: 'out' } }));
  writeFileSync(
    join(folder, 'platform.js'),
    `import { App, Cluster, Environment, Platform } from 'keelson';
import { ApiObject } from 'cdk8s';
const platform = new Platform('acme');
const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
new App(cluster, 'shop', { image: 'traefik/whoami:v1.11.0', port: 8080 });
new ApiObject(cluster, 'extra', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
platform.synth();
`,
  );
  await npm(...INSTALL, tarball);
  expect(await npx('keelson', 'synth')).toContain('out/dev: ');
  expect(readFileSync(join(folder, 'out/dev/kubernetes/main/shop/acme/Deployment.apps/shop.yaml'), 'utf8')).toContain('traefik/whoami');
  await npx('synth', '--check');
  await succeed(process.execPath, ['platform.js'], { cwd: folder, env: userEnv() }); // without the command line, too
  await npx('synth', '--check');
});
