import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeBase, parseRevisions, resolveCommit } from '../../../../lib/toolkit/git/revisions.ts';
import { TestRepository } from '../../../support/repository.ts';

describe('reading revisions', () => {
  it.each([
    ['HEAD', { before: 'HEAD', fromMergeBase: false }],
    ['HEAD~2', { before: 'HEAD~2', fromMergeBase: false }],
    ['HEAD@{1}', { before: 'HEAD@{1}', fromMergeBase: false }],
    ['@{upstream}', { before: '@{upstream}', fromMergeBase: false }],
    ['origin/feature/größe-#12', { before: 'origin/feature/größe-#12', fromMergeBase: false }],
    ['v1.2.0..v1.3.0', { before: 'v1.2.0', after: 'v1.3.0', fromMergeBase: false }],
    ['main..', { before: 'main', after: 'HEAD', fromMergeBase: false }],
    ['..main', { before: 'HEAD', after: 'main', fromMergeBase: false }],
    ['origin/main...HEAD', { before: 'origin/main', after: 'HEAD', fromMergeBase: true }],
  ])('takes %s', (text, range) => {
    expect(parseRevisions(text)).toEqual(range);
  });

  it.each([
    '',
    '-p',
    '--output=/tmp/x',
    'main..--output=x',
    '--upload-pack=x..main',
    'HEAD:deploy',
    'a b',
    'a\nb',
    '$(id)',
    'a;b',
    'a..b..c',
    'a....b',
    '^main',
    ':/fix',
    'HEAD^!',
    'a\0b',
    '..-x',
  ])('refuses %j', (text) => {
    expect(() => parseRevisions(text)).toThrow(/^KS7004: .* is not a revision/);
  });
});

describe('resolving revisions', () => {
  let repository: TestRepository;
  beforeAll(() => {
    repository = new TestRepository();
  });
  afterAll(() => repository.remove());

  it('says when there is no commit yet, then knows branches, tags and commits', () => {
    expect(() => resolveCommit(repository.folder, 'HEAD')).toThrow('KS7002: the repository has no commit yet; commit the output first');
    const first = repository.commit();
    repository.git('tag', '-a', 'v1', '-m', 'annotated');
    const second = repository.commit();
    expect([first, 'v1', 'HEAD~1', first.slice(0, 10)].map((name) => resolveCommit(repository.folder, name))).toEqual([
      first,
      first,
      first,
      first,
    ]);
    expect(resolveCommit(repository.folder, 'main')).toBe(second);
  });

  it('names an unknown one, and what CI has to do', () => {
    expect(() => resolveCommit(repository.folder, 'origin/main')).toThrow(/KS7002: git knows no revision "origin\/main"; .*fetch-depth: 0/);
  });

  it('finds where two branched off, and says when there is no such commit', () => {
    const base = resolveCommit(repository.folder, 'main');
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit();
    repository.git('checkout', '-q', 'main');
    repository.commit();
    expect(mergeBase(repository.folder, 'main', 'feature')).toBe(base);
    repository.git('checkout', '-q', '--orphan', 'island');
    repository.commit();
    expect(() => mergeBase(repository.folder, 'main', 'island')).toThrow(/^KS7005: main and island have no common ancestor here;/);
  });
});
