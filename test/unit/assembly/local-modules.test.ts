import { describe, expect, test } from 'vitest';
import { isLocalSource, localSources, moduleFiles, resolveSource } from '../../../lib/assembly/local-modules.ts';

describe('the sources of modules in a text', () => {
  test.each([
    [
      'main.tf',
      'module "a" { source = "./a" }\nmodule  "b"  {\n  count = 2\n  providers = { aws = aws.us }\n  source="../b"\n}',
      ['./a', '../b'],
    ],
    ['main.tf', 'module "a" { source = "acme/a/aws" }\nresource "aws_s3_object" "o" { source = "./file.txt" }', []],
    ['main.tf', '# module "a" {\n// source = "./a"\n  #}\n', []],
    [
      'main.tf.json',
      '{"module": {"a": {"source": "./a"}, "b": [{"source": "../b"}], "c": {"source": "acme/c/aws"}, "d": null}}',
      ['./a', '../b'],
    ],
    ['main.tf.json', '{', []],
    ['notes.md', 'module "a" { source = "./a" }', []],
  ])('%s: %s', (path, text, sources) => {
    expect(localSources(path, text)).toEqual(sources);
  });
});

test('a source is local when it begins with a dot', () => {
  expect(['./a', '../a', '.', '..', '.hidden', 'a/./b', 'git::x', 3].map(isLocalSource)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a source is joined to its folder, and may not lead out', () => {
  expect(resolveSource('a/b', '../c/./d/')).toBe('a/c/d');
  expect(resolveSource('', './a//b')).toBe('a/b');
  expect(resolveSource('a', '../..')).toBeUndefined();
});

test('the files of a module are its own and those of the modules that it refers to, each once', () => {
  const files = new Map([
    ['a/main.tf', 'module "b" { source = "../b" }'],
    ['a/deep/x.txt', ''],
    ['ab/main.tf', ''],
    ['b/main.tf', 'module "a" { source = "../a" }'],
    ['c/main.tf', ''],
  ]);
  expect(moduleFiles(files, 'a')).toEqual(['a/deep/x.txt', 'a/main.tf', 'b/main.tf']);
});
