import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { account } from './purpose/account.ts';
import { clusterPurposes } from './purpose/cluster.ts';
import { data } from './purpose/data.ts';
import { Estate, type Purposes } from './purpose/estate.ts';
import { network } from './purpose/network.ts';

/*
 * Each type of resource of prod has a purpose that a check states and looks for in what is there: in references that must lead
 * somewhere, and in settings. Without the resources of a type, the check of its purpose fails.
 */
const content = readAssembly(directorySource(join(root, 'examples/inference-platform/deploy')));
const prod = Estate.of(content, 'prod');
const purposes: Purposes = { ...network, ...clusterPurposes, ...data, ...account };

it('is a platform of the size that the issue of it asks for', () => {
  expect(prod.resources.length).toBeGreaterThanOrEqual(200);
  expect(prod.types.length).toBeGreaterThanOrEqual(45);
  expect(prod.objects.length).toBeGreaterThanOrEqual(200);
  expect(new Set(prod.objects.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
});

it('has a purpose for each type of resource, and no other', () => {
  expect(Object.keys(purposes).sort()).toEqual(prod.types);
});

describe.each(Object.entries(purposes))('%s', (type, [what, holds]) => {
  test(what, () => {
    expect(holds(prod)).toBe(true);
    expect(holds(prod.without(type))).toBe(false);
  });
});
