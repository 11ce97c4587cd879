import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAssembly } from '../../lib/assembly/open.ts';
import { directorySource } from '../../lib/assembly/source.ts';
import { firstCommands } from '../support/recording/commands.ts';
import { root } from '../support/run.ts';
import { parseSvg } from '../support/svg.ts';

/* What the README's first command says, recorded. Made anew by: npm run record */
const file = 'examples/online-boutique/recording.svg';

describe(file, () => {
  let lines: string[];
  beforeAll(async () => {
    const picture = await parseSvg(readFileSync(join(root, file), 'utf8'));
    lines = picture.elements('text').map(({ text }) => text);
  });

  it('is shown by the README', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`](${file})`);
  });

  it('shows the commands of the README, as they are typed', () => {
    expect(firstCommands().length).toBe(3);
    expect(lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2))).toEqual(firstCommands());
  });

  it('shows the committed output: its nodes, and each unit with the number of its objects', () => {
    const { units, manifest } = openAssembly(directorySource(join(root, 'examples/online-boutique/deploy')));
    const pools = Object.entries(manifest.environments['dev']?.clusters?.['main']?.pools ?? {});
    expect(pools.length).toBeGreaterThan(0);
    for (const [pool, { maxNodes }] of pools)
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`nodes: .*\\b${maxNodes} ${pool}\\b`)));
    const kubernetes = [...units].flatMap(([key, unit]) =>
      unit.plane === 'kubernetes' && key.startsWith('dev/') ? [[key, unit] as const] : [],
    );
    for (const [key, { objects }] of kubernetes) {
      expect(lines).toContainEqual(expect.stringContaining(`✔ ${key}: ${objects.length} done`));
      expect(lines).toContainEqual(
        expect.stringMatching(new RegExp(`^${key.replaceAll('.', '\\.')} +ready +${objects.length} objects: ${objects.length} ready$`)),
      );
    }
    expect(lines.filter((line) => / +ready +\d+ objects?:/.test(line)).length).toBe(kubernetes.length);
  });

  it('says nothing of the machine that it was made on', () => {
    expect(lines.filter((line) => /(^|\s)\/\w/.test(line))).toEqual([]);
  });
});
