import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { CARRIED_STAGES } from '../../../lib/sandbox/stages/sources.ts';
import { stageConfig } from '../../../lib/sandbox/stages/stage-config.ts';
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

  it('keep pods that shall fail from becoming ready', () => {
    const stages = loadAll(stageConfig()) as { metadata: { name: string }; spec: { selector: { matchExpressions: object[] } } }[];
    const names = stages.map((stage) => stage.metadata.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['node-initialize', 'pod-ready', 'pod-image-pull-by-labels', 'pod-never-ready-by-annotations']),
    );
    for (const name of ['pod-ready', 'pod-complete'])
      expect(stages.find((stage) => stage.metadata.name === name)?.spec.selector.matchExpressions).toContainEqual({
        key: '.metadata.annotations["keelson.dev/sandbox-failure"]',
        operator: 'DoesNotExist',
      });
  });
});
