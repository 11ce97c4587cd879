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
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', '/spec/replicatedJobs/0/template/spec/template/spec/containers/0/image', true],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', '/spec/replicatedJobs/0/replicas', true],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', '/spec/ttlSecondsAfterFinished', false],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/leaderWorkerTemplate/subGroupPolicy/subGroupSize', true],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/leaderWorkerTemplate/size', false],
    ['trainer.kubeflow.org/v1alpha1', 'TrainJob', '/spec/trainer/image', true],
    ['ray.io/v1', 'RayJob', '/spec/rayClusterSpec/managedBy', true],
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
    const selector = '/spec/replicatedJobs/0/template/spec/template/spec/nodeSelector/a';
    expect(isImmutable('jobset.x-k8s.io/v1alpha2', 'JobSet', selector, { spec: { suspend: true } })).toBe(false);
    expect(isImmutable('jobset.x-k8s.io/v1alpha2', 'JobSet', selector, { spec: {} })).toBe(true);
    expect(isImmutable('v1', 'Service', '/spec/clusterIP', { spec: { type: 'ExternalName' } })).toBe(false);
    expect(isImmutable('v1', 'Service', '/spec/clusterIP', { spec: { type: 'ClusterIP' } })).toBe(true);
  });

  test('every kind of the table exists, and every rule names its source', () => {
    const known = new Set(
      builtinKinds.map(({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`),
    );
    for (const [kind, rules] of Object.entries(immutableFields)) {
      if (rules.every((rule) => rule.source.includes('pkg/apis'))) expect(known).toContain(kind);
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
    ['ray.io/v1', 'RayService', '/spec/rayClusterConfig/headGroupSpec/template/spec/tolerations/0', false],
    ['ray.io/v1', 'RayService', '/spec/rayClusterConfig/autoscalerOptions/idleTimeoutSeconds', true],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/networkConfig/subdomainPolicy', true],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', '/spec/rolloutStrategy/rollingUpdateConfiguration/maxSurge', false],
    ['disaggregatedset.x-k8s.io/v1', 'DisaggregatedSet', '/spec/roles/1/spec/leaderWorkerTemplate/size', true],
    ['disaggregatedset.x-k8s.io/v1', 'DisaggregatedSet', '/spec/slices', false],
    ['argoproj.io/v1alpha1', 'Rollout', '/spec/restartAt', true],
    ['keda.sh/v1alpha1', 'ScaledJob', '/spec/maxReplicaCount', true],
    ['serving.kserve.io/v1beta1', 'InferenceService', '/metadata/labels/team', true],
    ['serving.kserve.io/v1beta1', 'InferenceService', '/metadata/annotations/autoscaling.knative.dev~1min-scale', false],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', '/spec/model/uri', true],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', '/spec/prefill/template/containers/0/image', true],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', '/spec/prefill/replicas', false],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', '/spec/router/scheduler/template/containers/0/image', true],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', '/spec/router/route/weight', false],
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

  test('of an InferenceService on Knative, or over several nodes, when it scales', () => {
    const at = (object: object) =>
      restartsPods('serving.kserve.io/v1beta1', 'InferenceService', '/spec/predictor/minReplicas', object as never);
    expect(at({ spec: { predictor: {} } })).toBe(false);
    expect(at({ metadata: { annotations: { 'serving.kserve.io/deploymentMode': 'Knative' } }, spec: { predictor: {} } })).toBe(true);
    expect(at({ spec: { predictor: { workerSpec: {} } } })).toBe(true);
  });

  test('not of a RayService without upgrades, nor of running jobs of a gradual ScaledJob', () => {
    const image = '/spec/rayClusterConfig/headGroupSpec/template/spec/containers/0/image';
    expect(restartsPods('ray.io/v1', 'RayService', image, { spec: { upgradeStrategy: { type: 'None' } } })).toBe(false);
    expect(restartsPods('keda.sh/v1alpha1', 'ScaledJob', '/spec/jobTargetRef', { spec: { rollout: { strategy: 'gradual' } } })).toBe(false);
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
