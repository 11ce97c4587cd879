import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasFlag, loadFlags } from '../../../lib/synth/flags.ts';
import { matchers, synthTree } from '../../../lib/testing/index.ts';
import { temporaryFolder } from '../../support/run.ts';

expect.extend(matchers);

const known = { shortNames: { since: '0.2.0', title: 'names are short' } };

/** A program's folder `a/b` below folders with these package.jsons. */
const folderOf = (packages: Readonly<Record<string, unknown>>): string => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'a/b'), { recursive: true });
  for (const [folder, json] of Object.entries(packages)) writeFileSync(join(root, folder, 'package.json'), JSON.stringify(json));
  return join(root, 'a/b');
};
/** Whether the flag is on, in a program of that folder. */
const isOn = (root: string): boolean | undefined => {
  let on: boolean | undefined;
  synthTree(
    (platform) => {
      loadFlags(platform, known);
      on = hasFlag(platform, 'shortNames' as never);
    },
    { root },
  );
  return on;
};

test('the flags are those of the nearest package.json with a keelson field', () => {
  const on = { keelson: { flags: { shortNames: true } } };
  expect(isOn(folderOf({ 'a/b': on }))).toBe(true);
  expect(isOn(folderOf({ 'a/b': { name: 'program' }, '.': on }))).toBe(true);
  expect(isOn(folderOf({ a: { keelson: {} }, '.': on }))).toBe(false);
  expect(isOn(folderOf({}))).toBe(false);
});

test('an unknown flag fails the synth, with the file and the nearest name', () => {
  const root = folderOf({ 'a/b': { keelson: { flags: { shortNmes: true } } } });
  expect(synthTree(() => undefined, { root })).toFailWith('KS0004', /a\/b\/package\.json:1\): keelson\.flags\.shortNmes is no flag/);
  const result = synthTree((platform) => loadFlags(platform, known), { root });
  expect(result).toFailWith('KS0004', 'did you mean shortNames?');
});
