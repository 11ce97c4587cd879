import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { directorySource, readAssembly } from '../../lib/assembly/reader.ts';
import { root } from '../support/run.ts';
import { account } from './purpose/account.ts';
import { clusterPurposes } from './purpose/cluster.ts';
import { data } from './purpose/data.ts';
import { Estate, type Purposes } from './purpose/estate.ts';
import { network } from './purpose/network.ts';
import { shared } from './purpose/shared.ts';

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

/** Where a smaller stage does with less than its purpose says of prod: shorter logs, no deletion protection, fewer zones, no EFA. */
const LESS: Readonly<Record<string, readonly string[]>> = {
  dev: [
    'aws_cloudwatch_log_group',
    'aws_eks_cluster',
    'aws_eks_node_group',
    'aws_nat_gateway',
    'aws_servicequotas_service_quota',
    'aws_subnet',
    'aws_vpc_security_group_ingress_rule',
  ],
  staging: ['aws_cloudwatch_log_group', 'aws_eks_cluster', 'aws_nat_gateway', 'aws_vpc_security_group_ingress_rule'],
};

test.each(Object.entries(LESS))('each type of resource of %s is one of prod, and is there for what it is there for', (stage, less) => {
  const estate = Estate.of(content, stage);
  expect(estate.types.filter((type) => purposes[type] === undefined)).toEqual([]);
  const idle = estate.types.filter((type) => purposes[type]?.[1](estate) !== true || purposes[type]?.[1](estate.without(type)) !== false);
  expect(idle).toEqual(less);
});

test('what the stages share has a purpose too', () => {
  const estate = Estate.of(content, 'shared');
  expect(Object.keys(shared).sort()).toEqual(estate.types);
  for (const [type, [, holds]] of Object.entries(shared))
    expect([type, holds(estate), holds(estate.without(type))]).toEqual([type, true, false]);
});

describe.each(Object.entries(purposes))('%s', (type, [what, holds]) => {
  test(what, () => {
    expect(holds(prod)).toBe(true);
    expect(holds(prod.without(type))).toBe(false);
  });
});
