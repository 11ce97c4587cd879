import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, it } from 'vitest';
import { pack } from '../support/pack.ts';
import { root, temporaryFolder } from '../support/run.ts';

it('packs the whole of dist and nothing else', async () => {
  const { files } = await pack(temporaryFolder());
  const dist = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
  expect(files.map((file) => file.path).sort()).toEqual([...dist, 'LICENSE', 'README.md', 'package.json'].sort());
});

it('has a package.json without a finding of publint', async () => {
  const { tarball } = await pack(temporaryFolder());
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

it('has types that every ESM resolution finds', async () => {
  const { tarball } = await pack(temporaryFolder());
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
  if (!result.types) throw new Error('the package has no types');
  expect(Object.keys(result.entrypoints).sort()).toEqual([
    '.',
    './package.json',
    './schema/*.json',
    './schema/policy-1.json',
    './testing',
    './toolkit',
  ]);
  // The package is ESM only: what a CommonJS or pre-exports resolution sees does not count.
  const problems = result.problems.filter(
    (problem) => !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind),
  );
  expect(problems).toEqual([]);
});
