import { expect, test } from 'vitest';
import { amiReleases, newestAmiRelease } from '../../../lib/facts/eks/ami-releases.ts';
import { amiTypes, findAmiType } from '../../../lib/facts/eks/ami-types.ts';

test('AMI types are unique, and their names agree with their fields', () => {
  expect(new Set(amiTypes.map(({ name }) => name)).size).toBe(22);
  for (const { name, arch, accelerator, fips, os } of amiTypes) {
    expect(name.includes('ARM_64')).toBe(arch === 'arm64');
    expect(/NVIDIA|GPU/.test(name)).toBe(accelerator === 'nvidia');
    expect(name.includes('NEURON')).toBe(accelerator === 'neuron');
    expect(name.includes('FIPS')).toBe(fips === true);
    expect(name.toUpperCase().startsWith(`${os.toUpperCase()}_`)).toBe(true);
  }
});

test('a driver that no source says is left out', () => {
  expect(findAmiType('AL2023_x86_64_NVIDIA')?.nvidiaDriver).toBe('580.159.03');
  expect(findAmiType('BOTTLEROCKET_x86_64_NVIDIA')).not.toHaveProperty('nvidiaDriver');
  expect(findAmiType('CUSTOM')).toBeUndefined();
});

test('releases of images have one name for all and one for managed node groups', () => {
  expect(newestAmiRelease('1.36')?.releaseVersions['1.36']).toBe('1.36.2-20260714');
  expect(newestAmiRelease('1.29')).toBeUndefined();
  for (const { version, releaseVersions } of amiReleases)
    for (const [minor, release] of Object.entries(releaseVersions)) {
      expect(release.startsWith(`${minor}.`)).toBe(true);
      expect(release.endsWith(version.slice(1))).toBe(true);
    }
});
