import { describe, expect, test } from 'vitest';
import { chartPins, findChart } from '../../../lib/facts/addons/charts.ts';
import { eksAddonVersions, findEksAddonVersion, kubernetesVersionsOf } from '../../../lib/facts/addons/eks-addons.ts';
import { carriedKinds } from '../../../lib/facts/crds/kinds.ts';

describe('chart pins', () => {
  test('name their chart apart from their repository', () => {
    for (const { repository, version, source, name } of chartPins) {
      expect(repository, name).toMatch(/^(https|oci):\/\/[^ ]+$/);
      expect(version, name).toMatch(/^v?\d+\.\d+\.\d+$/);
      expect(source.length, name).toBeGreaterThan(20);
    }
    expect(new Set(chartPins.map((pin) => pin.name)).size).toBe(chartPins.length);
  });

  test('are found by chart', () => {
    expect(findChart('karpenter')).toMatchObject({ repository: 'oci://public.ecr.aws/karpenter', version: '1.14.1' });
    expect(findChart('no-such-chart')).toBeUndefined();
  });

  test('bring groups, of which most have a carried definition', () => {
    const carried = new Set(carriedKinds.map((kind) => kind.group));
    const without = new Set(chartPins.flatMap((pin) => pin.groups).filter((group) => !carried.has(group)));
    expect([...without].sort()).toEqual([
      'aga.k8s.aws',
      'elbv2.k8s.aws',
      'eventing.keda.sh',
      'externaldns.k8s.io',
      'fluxcd.controlplane.io',
      'gateway.envoyproxy.io',
      'gateway.k8s.aws',
      'generators.external-secrets.io',
      'image.toolkit.fluxcd.io',
      'source.extensions.fluxcd.io',
    ]);
  });
});

describe('versions of EKS add-ons', () => {
  test('are written as EKS takes them', () => {
    for (const { version } of eksAddonVersions) expect(version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  test('are found for a Kubernetes version, the highest build first', () => {
    expect(findEksAddonVersion('coredns', '1.35')?.version).toBe('v1.14.3-eksbuild.11');
    expect(findEksAddonVersion('kube-proxy', '1.36')?.version).toBe('v1.36.2-eksbuild.7');
    expect(findEksAddonVersion('vpc-cni', '1.36')?.version).toBe('v1.22.3-eksbuild.1');
    expect(findEksAddonVersion('vpc-cni', '1.34')).toBeUndefined();
    expect(kubernetesVersionsOf('coredns', 'v1.14.3-eksbuild.11')).toEqual(['1.36', '1.35']);
    expect(kubernetesVersionsOf('aws-efs-csi-driver', 'v3.4.2-eksbuild.1')).toEqual([]);
  });
});
