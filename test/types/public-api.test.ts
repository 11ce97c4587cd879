import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { publicApi, snapshotFile } from '../support/public-api.ts';

it('has the public declarations that are committed: a wanted change is taken over by npm run api:update', () => {
  expect(publicApi()).toBe(readFileSync(snapshotFile, 'utf8'));
});
