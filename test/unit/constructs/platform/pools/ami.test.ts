import { describe, expect, test } from 'vitest';
import { type AmiDemand, type AmiProps, resolveAmi } from '../../../../../lib/constructs/platform/pools/ami.ts';
import { findInstance } from '../../../../../lib/facts/gpus/instances.ts';

const instances = (...names: string[]) => names.map((name) => findInstance(name)!);
const demand: AmiDemand = { provisioner: 'karpenter', arch: 'amd64', gpu: true, instances: instances('g6e.xlarge'), kubernetes: '1.36' };
const cpu: Partial<AmiDemand> = { gpu: false, instances: [] };
const resolve = (props: AmiProps = {}, more: Partial<AmiDemand> = {}) => resolveAmi(props, { ...demand, ...more });
const told = (props: AmiProps, more: Partial<AmiDemand> = {}): string[] =>
  resolve(props, more).problems.map(({ code, message, fix }) => `${code} ${message}; ${fix}`);

describe('the image of a pool', () => {
  test('is a pinned release of Amazon Linux for the architecture and the GPUs', () => {
    expect(resolve()).toMatchObject({ ami: { type: { name: 'AL2023_x86_64_NVIDIA' }, alias: 'al2023@v20260714' }, problems: [] });
    expect(resolve({}, { provisioner: 'managed' }).ami).toMatchObject({ releaseVersion: '1.36.2-20260714' });
    expect(resolve({}, { ...cpu, arch: 'arm64', provisioner: 'managed' }).ami?.type.name).toBe('AL2023_ARM_64_STANDARD');
    expect(resolve({}, { arch: 'arm64', instances: instances('p6e-gb200.36xlarge') }).ami?.type.name).toBe('AL2023_ARM_64_NVIDIA');
  });

  test('may be another release, in the form of each provisioner', () => {
    expect(resolve({ version: 'v20260801' }).ami?.alias).toBe('al2023@v20260801');
    expect(resolve({ version: 'latest' }).ami?.alias).toBe('al2023@latest');
    expect(resolve({ type: 'BOTTLEROCKET_x86_64_NVIDIA', version: '1.50.0' }).ami?.alias).toBe('bottlerocket@v1.50.0');
    const managed = { provisioner: 'managed' as const };
    expect(resolve({ version: 'v20260714' }, managed).ami?.releaseVersion).toBe('1.36.2-20260714');
    expect(resolve({ version: '1.36.3-20260801' }, managed).ami?.releaseVersion).toBe('1.36.3-20260801');
    expect(resolve({ version: 'latest' }, managed).ami).not.toHaveProperty('releaseVersion');
    expect(resolve({ type: 'BOTTLEROCKET_x86_64_NVIDIA' }, managed)).toMatchObject({ problems: [] });
    expect(resolve({}, { ...managed, kubernetes: '1.29' })).toMatchObject({ problems: [] });
  });

  test('may be one of your own, with Karpenter', () => {
    const own = resolve({ id: 'ami-1', driver: '595.58.03' }, { instances: instances('g7.2xlarge') });
    expect(own).toMatchObject({ ami: { id: 'ami-1', type: { os: 'AL2023' } }, problems: [] });
    expect(own.ami).not.toHaveProperty('alias');
  });

  test.each([
    [
      'an architecture that differs',
      { type: 'AL2023_ARM_64_NVIDIA' },
      {},
      'KS6043 AL2023_ARM_64_NVIDIA is for arm64, and the instances are amd64; give AL2023_x86_64_NVIDIA, or leave ami.type out',
    ],
    [
      'no driver',
      { type: 'AL2023_x86_64_STANDARD' },
      {},
      'KS6043 AL2023_x86_64_STANDARD has no NVIDIA driver; give AL2023_x86_64_NVIDIA, or leave ami.type out',
    ],
    [
      'a driver for nodes without GPUs',
      { type: 'AL2023_x86_64_NVIDIA' },
      cpu,
      'KS6043 AL2023_x86_64_NVIDIA is for nodes with nvidia accelerators; give AL2023_x86_64_STANDARD, or leave ami.type out',
    ],
    [
      'Windows',
      { type: 'WINDOWS_CORE_2025_x86_64' },
      cpu,
      'KS6043 WINDOWS_CORE_2025_x86_64 is Windows, and pools run Linux; give AL2023_x86_64_STANDARD, or leave ami.type out',
    ],
    [
      'Amazon Linux 2 on a Kubernetes that it is not built for',
      { type: 'AL2_x86_64_GPU', version: 'latest' },
      {},
      'KS6043 AL2_x86_64_GPU is not built for Kubernetes 1.36; give AL2023_x86_64_NVIDIA, or leave ami.type out',
    ],
    [
      'Amazon Linux 2',
      { type: 'AL2_x86_64_GPU', version: 'latest' },
      { kubernetes: '1.32' },
      'KS6043 AL2_x86_64_GPU is not offered for new pools; give AL2023_x86_64_NVIDIA, or leave ami.type out',
    ],
    [
      'a driver that is too old for the GPU',
      {},
      { instances: instances('g7.2xlarge') },
      'KS6043 AL2023_x86_64_NVIDIA has driver 580.159.03, and g7.2xlarge needs 595 or newer; give an image of your own: ami: { id, driver }',
    ],
    [
      'a driver that no source tells of, for a GPU that needs a certain one',
      { type: 'BOTTLEROCKET_x86_64_NVIDIA', version: '1.50.0' },
      { instances: instances('g7.2xlarge') },
      'KS6043 BOTTLEROCKET_x86_64_NVIDIA has a driver that is unknown, and g7.2xlarge needs 595 or newer; give an image of your own: ami: { id, driver }',
    ],
    [
      'a driver that is too new for the GPU',
      { id: 'ami-1', driver: '595.58.03' },
      { instances: instances('p3dn.24xlarge') },
      'KS6043 ami-1 has driver 595.58.03, and p3dn.24xlarge needs one older than 595; give an image of your own: ami: { id, driver }',
    ],
    [
      'an image of your own in a managed node group',
      { id: 'ami-1' },
      { provisioner: 'managed' },
      "KS6043 a managed node group can not take an image of your own, ami-1; use provisioner: 'karpenter' for it",
    ],
    [
      'a release of an image of your own',
      { id: 'ami-1', version: 'latest' },
      {},
      'KS6043 an image of your own, ami-1, has no version; remove ami.version',
    ],
    [
      'no known release',
      { type: 'BOTTLEROCKET_x86_64_NVIDIA' },
      {},
      "KS6043 no release of Bottlerocket for Kubernetes 1.36 is known; give ami.version: a release, such as '1.50.0', or 'latest'",
    ],
    [
      'no known release of Amazon Linux',
      {},
      { kubernetes: '1.29' },
      "KS6043 no release of AL2023 for Kubernetes 1.29 is known; give ami.version: a release of awslabs/amazon-eks-ami, such as 'v20260714', or 'latest'",
    ],
    [
      'FIPS with Karpenter',
      { type: 'BOTTLEROCKET_x86_64_FIPS', version: '1.50.0' },
      cpu,
      "KS6043 Karpenter has no alias for BOTTLEROCKET_x86_64_FIPS; give ami.id, or provisioner: 'managed'",
    ],
    [
      'a release in the form of the other provisioner',
      { version: '1.36.2-20260714' },
      {},
      `KS6043 "1.36.2-20260714" is no release of AL2023 for Karpenter; give one such as 'v20260714', or 'latest'`,
    ],
    [
      'an unknown release in a managed node group',
      { version: 'v20260801' },
      { provisioner: 'managed' },
      `KS6043 the release "v20260801" is not known for Kubernetes 1.36; managed node groups name releases like 1.36.0-20260714; give such a one, or 'latest'`,
    ],
  ] as const)('is told: %s', (_, props, more, message) => {
    expect(told(props as AmiProps, more as Partial<AmiDemand>)).toEqual([message]);
  });
});
