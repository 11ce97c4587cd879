import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { FAILURES } from '../../../lib/sandbox/stages/failures.ts';
import { CARRIED_STAGES } from '../../../lib/sandbox/stages/sources.ts';
import { stageConfig } from '../../../lib/sandbox/stages/stage-config.ts';
import { parseFailures } from '../../../lib/toolkit/sandbox/failures.ts';
import { root } from '../../support/run.ts';

const folder = join(root, 'lib/sandbox/stages/kwok');

describe('the stages of KWOK', () => {
  it('are carried as they were published', () => {
    const carried = CARRIED_STAGES.map(({ file }) => [
      file,
      `sha256:${createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex')}`,
    ]);
    expect(carried).toEqual(CARRIED_STAGES.map(({ file, digest }) => [file, digest]));
    expect(readdirSync(folder).sort()).toEqual(CARRIED_STAGES.map(({ file }) => file).sort());
  });

  it('keep pods that shall fail from becoming ready, and no others', () => {
    const stages = loadAll(stageConfig({ 'shop/frontend': 'crash-loop' })) as {
      metadata: { name: string };
      spec: { selector: { matchExpressions: { key: string; values?: string[] }[] } };
    }[];
    const names = stages.map((stage) => stage.metadata.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['node-initialize', 'pod-ready', 'pod-recovered', ...FAILURES.map((one) => `pod-${one}`)]),
    );
    const failing = Object.fromEntries(
      stages.flatMap(({ metadata, spec }) =>
        spec.selector.matchExpressions.filter(({ key }) => key.includes('sandbox-failure')).map(({ values }) => [metadata.name, values]),
      ),
    );
    expect(failing).toEqual({
      'pod-ready': ['none'],
      'pod-recovered': ['none'],
      'pod-complete': ['none'],
      ...Object.fromEntries(FAILURES.map((failure) => [`pod-${failure}`, [failure]])),
    });
  });
});

describe('pods that shall fail', () => {
  it('are named by namespace, workload and failure', () => {
    expect(parseFailures('shop/frontend=crash-loop, ml/server=never-ready')).toEqual({
      'shop/frontend': 'crash-loop',
      'ml/server': 'never-ready',
    });
    expect(parseFailures('none')).toEqual({});
  });

  it.each([
    ['frontend=crash-loop', '"frontend=crash-loop" names no pods'],
    ['shop/frontend', '"shop/frontend" names no pods'],
    ['shop/frontend=crashes', 'pods can not fail by "crashes"'],
  ])('are refused as %s', (text, message) => {
    expect(() => parseFailures(text)).toThrow(message);
    expect(() => parseFailures(text)).toThrow(/such as shop\/frontend=crash-loop; a failure is one of image-pull, crash-loop/);
  });
});
