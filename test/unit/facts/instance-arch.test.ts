import { expect, test } from 'vitest';
import { instanceArch } from '../../../lib/facts/aws/instance-arch.ts';

test.each([
  ['m7i.large', 'amd64'],
  ['m7i-flex.large', 'amd64'],
  ['c6a.metal', 'amd64'],
  ['u-6tb1.112xlarge', 'amd64'],
  ['u7in-24tb.224xlarge', 'amd64'],
  ['m8gd.metal-24xl', 'arm64'],
  ['im4gn.4xlarge', 'arm64'],
  ['hpc7g.16xlarge', 'arm64'],
  ['g5g.xlarge', 'arm64'],
  ['a1.large', 'arm64'],
  ['g5.xlarge', 'amd64'],
  ['g4dn.xlarge', 'amd64'],
  ['p6-b200.48xlarge', 'amd64'],
  ['p6e-gb200.36xlarge', 'arm64'],
])('%s is %s', (name, arch) => expect(instanceArch(name)).toBe(arch));

test.each(['large', 'm7i', 'M7I.large', 'mac2.metal', 'm7i.', 'p6e-gb300.36xlarge'])('%s has no known architecture', (name) => {
  expect(instanceArch(name)).toBeUndefined();
});
