import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './support/run.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;

it("runs in CI exactly the README's command for the tests", () => {
  const command = read('.ci/run').trim().split('\n').at(-1);
  expect(command).toBe('npm ci && npm test');
  expect(
    read('README.md')
      .split('\n')
      .map((line) => line.replace(/^\$ /, '')),
  ).toContain(command);
});

it('pins every dependency exactly, and peers to narrow ranges that hold them', () => {
  const pinned = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  for (const name of ['constructs', 'cdk8s', 'cdk8s-plus-28', 'cdktf']) {
    expect(`~${pinned[name]?.replace(/\.\d+$/, '')}`, name).toBe(manifest.peerDependencies?.[name]?.replace(/\.\d+$/, ''));
  }
});

it('says in the README why each dependency is there', () => {
  const table = read('README.md').split('## Dependencies')[1]?.split('\n## ')[0] ?? '';
  const told = [...table.matchAll(/^\| ([^-].+?) \|/gm)].flatMap(([, names = '']) => names.replace(' (peers)', '').split(', '));
  expect(told.filter((name) => name !== 'package').sort()).toEqual(
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort(),
  );
});

it('names vitest as an optional peer for pnpm and Yarn only', () => {
  // npm 10 can not install a package that has vitest 4 as an optional peer ("Cannot read properties of null").
  expect(manifest.peerDependenciesMeta?.vitest).toEqual({ optional: true });
  expect(manifest.peerDependencies).not.toHaveProperty('vitest');
});

it('locks versions by digest, not by the address of a registry', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { resolved?: string; integrity?: string; inBundle?: boolean }>;
  };
  const wrong = Object.entries(packages).filter(
    ([path, entry]) => path !== '' && !entry.inBundle && (entry.resolved !== undefined || entry.integrity === undefined),
  );
  expect(wrong.map(([path]) => path)).toEqual([]);
});
