import { describe, expect, test } from 'vitest';
import { immutableFields, isImmutable } from '../../../lib/facts/kubernetes/immutable-fields.ts';
import { builtinKinds, findBuiltinKind } from '../../../lib/facts/kubernetes/kinds.ts';
import { restartsPods } from '../../../lib/facts/kubernetes/pod-restarts.ts';

describe('immutable fields', () => {
  test.each([
    ['apps/v1', 'Deployment', '/spec/selector/matchLabels/app', true],
    ['apps/v1', 'Deployment', '/spec/template/spec/containers/0/image', false],
    ['apps/v1', 'Deployment', '/spec', false],
    ['apps/v1', 'StatefulSet', '/spec/serviceName', true],
    ['apps/v1', 'StatefulSet', '/spec/volumeClaimTemplates/0/spec/resources', true],
    ['apps/v1', 'StatefulSet', '/spec/template/metadata/labels/a', false],
    ['apps/v1', 'StatefulSet', '/spec/replicas', false],
    ['batch/v1', 'Job', '/spec/template/spec/containers/0/image', true],
    ['batch/v1', 'Job', '/spec/parallelism', false],
    ['v1', 'PersistentVolumeClaim', '/spec/storageClassName', true],
    ['v1', 'PersistentVolumeClaim', '/spec/resources/requests/storage', false],
    ['v1', 'PersistentVolume', '/spec/csi/volumeHandle', true],
    ['v1', 'PersistentVolume', '/spec/capacity/storage', false],
    ['v1', 'Secret', '/type', true],
    ['v1', 'Secret', '/stringData/password', false],
    ['v1', 'Pod', '/spec/containers/0/image', false],
    ['v1', 'Pod', '/spec/containers/0/args/0', true],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', '/roleRef/name', true],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', '/subjects/0/name', false],
    ['storage.k8s.io/v1', 'StorageClass', '/allowVolumeExpansion', false],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', '/spec/hostnames/0', false],
    ['example.com/v1', 'Widget', '/metadata/name', true],
    ['example.com/v1', 'Widget', '/metadata/namespaces', false],
  ])('%s %s %s: %s', (apiVersion, kind, pointer, expected) => {
    expect(isImmutable(apiVersion, kind, pointer)).toBe(expected);
  });

  test('some fields are immutable only in some objects', () => {
    expect(isImmutable('v1', 'ConfigMap', '/data/a', { immutable: true })).toBe(true);
    expect(isImmutable('v1', 'ConfigMap', '/data/a', {})).toBe(false);
    expect(isImmutable('batch/v1', 'Job', '/spec/completions', { spec: { completionMode: 'Indexed' } })).toBe(false);
    expect(isImmutable('batch/v1', 'Job', '/spec/completions', { spec: {} })).toBe(true);
    expect(isImmutable('v1', 'Service', '/spec/clusterIP', { spec: { type: 'ExternalName' } })).toBe(false);
    expect(isImmutable('v1', 'Service', '/spec/clusterIP', { spec: { type: 'ClusterIP' } })).toBe(true);
  });

  test('every kind of the table exists, and every rule names its source', () => {
    const known = new Set(
      builtinKinds.map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`),
    );
    for (const [kind, rules] of Object.entries(immutableFields)) {
      if (!rules.every((rule) => rule.source.includes('x-kubernetes-validations'))) expect(known).toContain(kind);
      for (const rule of rules) expect(rule.source).toMatch(/\.go|x-kubernetes-validations/);
    }
    expect(findBuiltinKind('apps/v1', 'Deployment')).toBeDefined();
  });
});

describe('pod restarts', () => {
  test.each([
    ['apps/v1', 'Deployment', '/spec/template/metadata/annotations/a', true],
    ['apps/v1', 'Deployment', '/spec/replicas', false],
    ['apps/v1', 'DaemonSet', '/spec/template/spec/containers/0/env/0/value', true],
    ['batch/v1', 'CronJob', '/spec/jobTemplate/spec/template/spec/containers/0/image', false],
    ['v1', 'ConfigMap', '/data/a', false],
    ['v1', 'Pod', '/spec/containers/0/image', true],
    ['argoproj.io/v1alpha1', 'Rollout', '/spec/template/spec/containers/0/image', true],
    ['argoproj.io/v1alpha1', 'Rollout', '/spec/strategy/canary/steps/0/setWeight', false],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/leaderWorkerTemplate/workerTemplate/spec/containers/0/image', true],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/replicas', false],
    ['ray.io/v1', 'RayService', '/spec/rayClusterConfig/headGroupSpec/template/spec/containers/0/image', true],
    ['ray.io/v1', 'RayService', '/spec/rayClusterConfig/workerGroupSpecs/0/maxReplicas', false],
    ['ray.io/v1', 'RayService', '/spec/serveConfigV2', false],
    ['serving.kserve.io/v1beta1', 'InferenceService', '/spec/predictor/model/storageUri', true],
    ['serving.kserve.io/v1beta1', 'InferenceService', '/spec/predictor/maxReplicas', false],
  ])('%s %s %s: %s', (apiVersion, kind, pointer, expected) => {
    expect(restartsPods(apiVersion, kind, pointer)).toBe(expected);
  });

  test('not by themselves where the update strategy or a pause says so', () => {
    const pointer = '/spec/template/spec/containers/0/image';
    expect(restartsPods('apps/v1', 'StatefulSet', pointer, { spec: { updateStrategy: { type: 'OnDelete' } } })).toBe(false);
    expect(restartsPods('apps/v1', 'Deployment', pointer, { spec: { paused: true } })).toBe(false);
    expect(restartsPods('apps/v1', 'Deployment', pointer, { spec: {} })).toBe(true);
  });

  test('of a RayCluster only where its upgrade strategy is Recreate', () => {
    const pointer = '/spec/workerGroupSpecs/0/template/spec/containers/0/image';
    expect(restartsPods('ray.io/v1', 'RayCluster', pointer, { spec: {} })).toBe(false);
    expect(restartsPods('ray.io/v1', 'RayCluster', pointer, { spec: { upgradeStrategy: { type: 'Recreate' } } })).toBe(true);
    expect(
      restartsPods('ray.io/v1', 'RayCluster', '/spec/workerGroupSpecs/0/replicas', { spec: { upgradeStrategy: { type: 'Recreate' } } }),
    ).toBe(false);
  });
});
