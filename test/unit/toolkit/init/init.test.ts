import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initProject } from '../../../../lib/toolkit/init/init.ts';
import { projectPackageJson } from '../../../../lib/toolkit/init/package-json.ts';
import { root, temporaryFolder } from '../../../support/run.ts';

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

test('a project has its program, locks, test, CI workflow and exact versions', () => {
  const directory = join(temporaryFolder(), 'Acme Platform!');
  const { files } = initProject({ directory });
  expect(files).toEqual([
    '.gitattributes',
    '.github/workflows/keelson.yml',
    '.gitignore',
    'main.test.ts',
    'main.ts',
    'models.lock',
    'package.json',
    'tsconfig.json',
  ]);
  const made = JSON.parse(read(directory, 'package.json'));
  const own = JSON.parse(read(root, 'package.json'));
  expect(made).toMatchObject({ name: 'acme-platform', private: true, type: 'module', keelson: { app: 'main.ts', output: 'deploy' } });
  expect(made.dependencies.keelson).toBe(own.version);
  for (const peer of Object.keys(own.peerDependencies)) {
    expect({ [peer]: { ...made.dependencies, ...made.devDependencies }[peer] }).toEqual({ [peer]: own.devDependencies[peer] });
  }
  expect(read(directory, 'main.ts')).toContain("new Platform('acme-platform')");
  expect(read(directory, '.github/workflows/keelson.yml')).toMatch(/npm ci[\s\S]*synth --check[\s\S]*npm test/);
});

test('the lock pins the model that the program serves', () => {
  const directory = temporaryFolder();
  initProject({ directory });
  const model = /model: '([^']+)'/.exec(read(directory, 'main.ts'))?.[1] ?? '';
  expect(JSON.parse(read(directory, 'models.lock')).models[model].revision).toMatch(/^[0-9a-f]{40}$/);
});

test('a repository with nothing but a README and a licence may become a project', () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, '.git'));
  for (const name of ['README.md', 'LICENSE']) writeFileSync(join(directory, name), 'mine');
  expect(initProject({ directory }).files).toContain('main.ts');
  expect(read(directory, 'README.md')).toBe('mine');
});

test('a .gitignore and .gitattributes that are there keep what they say, and get what they lack', () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, '.gitignore'), '*.log\nnode_modules/');
  writeFileSync(join(directory, '.gitattributes'), '*.png binary\n');
  initProject({ directory });
  expect(read(directory, '.gitignore')).toBe('*.log\nnode_modules/\n.keelson/\n.terraform/\n');
  expect(read(directory, '.gitattributes')).toMatch(/^\*\.png binary\n[\s\S]*^deploy\/\*\* -text$/m);
});

test('nothing is written where anything else is', () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, 'index.js'), '');
  expect(() => initProject({ directory })).toThrow(/^KS0013 .*: it holds index\.js; name an empty folder/);
  expect(readdirSync(directory)).toEqual(['index.js']);
  expect(() => initProject({ directory: join(directory, 'index.js') })).toThrow(/^KS0013 .*: it is a file/);
});

test('a folder where npm installed keelson becomes a project, and keeps what its package.json says', () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, 'node_modules'));
  const present = {
    name: 'mine',
    main: 'index.js',
    scripts: { test: 'echo "Error: no test specified" && exit 1', lint: 'x' },
    dependencies: { keelson: 'file:x.tgz' },
  };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(present));
  initProject({ directory });
  const made = JSON.parse(read(directory, 'package.json'));
  expect(made).toMatchObject({
    name: 'mine',
    type: 'module',
    scripts: { test: 'vitest run', lint: 'x', synth: 'synth' },
    dependencies: { keelson: 'file:x.tgz' },
  });
  expect(made.main).toBeUndefined();
  expect(() => initProject({ directory })).toThrow(/^KS0013/);
});

test('a new project takes the feature flags of its version', () => {
  const keelson = (known: Parameters<typeof projectPackageJson>[2]) => JSON.parse(projectPackageJson('acme', {}, known)).keelson;
  expect(keelson({})).toEqual({ app: 'main.ts', output: 'deploy' });
  const flags = { shortNames: { since: '0.2.0', title: 'names are short' } };
  expect(keelson(flags)).toEqual({ app: 'main.ts', output: 'deploy', flags: { shortNames: true } });
});
