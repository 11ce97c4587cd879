import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAssembly } from '../../../../lib/assembly/writer.ts';
import { diffOutput } from '../../../../lib/toolkit/diff/diff-output.ts';
import { assembly, deployment } from '../../../support/assembly.ts';
import { TestRepository } from '../../../support/repository.ts';
import { actions } from './helpers.ts';

let repository: TestRepository;
let directory: string;
beforeEach(() => {
  repository = new TestRepository();
  directory = join(repository.folder, 'platform/deploy');
  mkdirSync(dirname(directory));
});
afterEach(() => repository.remove());

const write = (image: string) =>
  writeAssembly(assembly({ 'dev/kubernetes.main.chat': { objects: [{ manifest: deployment('chat', { image }) }] } }), { directory });

describe('comparing the output with git', () => {
  it('takes the last commit, a revision, two, and where two branched', () => {
    write('a');
    repository.commit();
    repository.git('branch', 'old');
    write('b');
    repository.commit();
    write('c');
    const change = (revisions?: string) => {
      const result = diffOutput({ directory, ...(revisions !== undefined && { revisions }) });
      const field = result.constructs[0]?.changes[0]?.fields[0];
      return field && `${field.before} ${field.after}`;
    };
    expect([undefined, 'HEAD', 'old', 'old..HEAD', 'HEAD..old', 'old..', 'old...main', 'main...old'].map(change)).toEqual([
      'b c', 'b c', 'a c', 'a b', 'b a', 'a b', 'a b', undefined,
    ]); // biome-ignore format: one line
  });

  it('takes everything for new where the revision has no output, and for gone where the newer one has none', () => {
    repository.commit();
    write('a');
    expect(actions(diffOutput({ directory }))).toEqual(['create Deployment acme/chat']);
    repository.commit();
    expect(actions(diffOutput({ directory, revisions: 'HEAD..HEAD~1' }))).toEqual(['delete Deployment acme/chat']);
    expect(diffOutput({ directory, revisions: 'HEAD~1..HEAD~1' }).different).toBe(false);
  });

  it('says which revision is damaged, and does not tell to run synth for it', () => {
    write('a');
    const file = 'dev/kubernetes/main/chat/acme/Deployment.apps/chat.yaml';
    writeFileSync(join(directory, file), 'kind: Other\n');
    repository.commit();
    write('a');
    expect(() => diffOutput({ directory })).toThrow(/^KS3006 HEAD:dev\/kubernetes\/.*; name a revision whose output is whole$/);
  });

  it('says when there is nothing to compare', () => {
    repository.commit();
    expect(() => diffOutput({ directory })).toThrow(/^KS3007 .*run synth first/);
  });
});
