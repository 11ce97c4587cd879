import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { drawPicture } from '../../lib/toolkit/graph/svg/index.ts';
import { root } from '../support/run.ts';

/*
 * Every picture in an example's folder: platform.svg shows all of it, another is named after its environment.
 * Made anew, in that folder, by: npx keelson graph [--env <name>] --svg <file>. A recording has a test of its own.
 */
const pictures = readdirSync(join(root, 'examples')).flatMap((example) =>
  readdirSync(join(root, 'examples', example))
    .filter((file) => file.endsWith('.svg') && file !== 'recording.svg')
    .map((file) => ({ example, file })),
);

it('there are pictures', () => {
  expect(pictures).toEqual(expect.arrayContaining([{ example: 'online-boutique', file: 'platform.svg' }]));
});

describe.each(pictures)('examples/$example/$file', ({ example, file }) => {
  const folder = join(root, 'examples', example);

  it('is the picture of the committed output', async () => {
    const environment = file.slice(0, -'.svg'.length);
    const content = readAssembly(directorySource(join(folder, 'deploy')));
    const drawn = await drawPicture(content, environment === 'platform' ? {} : { environment });
    expect(readFileSync(join(folder, file), 'utf8') === drawn, `run keelson graph --svg ${file} in examples/${example}`).toBe(true);
  });

  it('is shown by the README beside it', () => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`](${file})`);
  });
});
