import { describe, expect, it } from 'vitest';
import type { TestManifest } from '../../../support/assembly.ts';
import { changeOf, diff } from './helpers.ts';

const pod = (image: string) => ({ containers: [{ name: 'c', image }] });
const manifest = (apiVersion: string, kind: string, spec: object, labels = {}): TestManifest => ({
  apiVersion,
  kind,
  metadata: { name: 'w', namespace: 'acme', labels },
  spec,
});
const change = (before: TestManifest, after: TestManifest, unit = 'a') =>
  changeOf(
    diff({ 'dev/kubernetes.main.a': { objects: [before] } }, { [`dev/kubernetes.main.${unit}`]: { objects: [after] } }),
    `${after.kind} acme/w`,
  );

describe('a change of a custom workload', () => {
  it.each([
    [
      'leaderworkerset.x-k8s.io/v1',
      'LeaderWorkerSet',
      (image: string) => ({ leaderWorkerTemplate: { workerTemplate: { spec: pod(image) } } }),
      'restart',
    ],
    ['argoproj.io/v1alpha1', 'Rollout', (image: string) => ({ template: { spec: pod(image) } }), 'restart'],
    [
      'ray.io/v1',
      'RayService',
      (image: string) => ({ rayClusterConfig: { headGroupSpec: { template: { spec: pod(image) } } } }),
      'restart',
    ],
    ['ray.io/v1', 'RayCluster', (image: string) => ({ headGroupSpec: { template: { spec: pod(image) } } }), 'update'],
    ['serving.kserve.io/v1beta1', 'InferenceService', (image: string) => ({ predictor: pod(image) }), 'restart'],
    ['serving.kserve.io/v1alpha2', 'LLMInferenceService', (image: string) => ({ template: pod(image) }), 'restart'],
    [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      (image: string) => ({ replicatedJobs: [{ name: 'w', template: { spec: { template: { spec: pod(image) } } } }] }),
      'replace',
    ],
  ] as const)('of %s %s to another image', (apiVersion, kind, spec, action) => {
    expect(change(manifest(apiVersion, kind, spec('a')), manifest(apiVersion, kind, spec('b'))).action).toBe(action);
  });

  it('says why pods stay, and what a new cluster needs', () => {
    const cluster = (rayVersion: string) => manifest('ray.io/v1', 'RayCluster', { rayVersion });
    expect(change(cluster('2.1'), cluster('2.2')).notes).toEqual([
      'running pods stay as they are until they are deleted: upgradeStrategy is not Recreate',
    ]);
    const service = (rayVersion: string, type?: string) =>
      manifest('ray.io/v1', 'RayService', { rayClusterConfig: { rayVersion }, ...(type && { upgradeStrategy: { type } }) });
    expect(change(service('2.1'), service('2.2')).notes).toEqual([
      'a new cluster starts beside the running one, which takes as many GPUs again until it serves',
    ]);
    expect(change(service('2.1', 'None'), service('2.2', 'None'))).toMatchObject({
      action: 'update',
      notes: ['the running cluster stays as it is: upgradeStrategy is None'],
    });
  });

  it('adds a group of workers to the running cluster of a RayService', () => {
    const service = (...groups: string[]) =>
      manifest('ray.io/v1', 'RayService', { rayClusterConfig: { workerGroupSpecs: groups.map((groupName) => ({ groupName })) } });
    expect(change(service('a'), service('a', 'b')).action).toBe('update');
    expect(change(service('a', 'b'), service('a')).action).toBe('restart');
  });

  it('restarts the pods of an InferenceService in another unit, since they have its labels', () => {
    const label = (unit: string) => ({ 'applyset.kubernetes.io/part-of': unit });
    const service = (unit: string) => manifest('serving.kserve.io/v1beta1', 'InferenceService', { predictor: {} }, label(unit));
    expect(change(service('a'), service('b'), 'b').action).toBe('restart');
    const rollout = (unit: string) => manifest('argoproj.io/v1alpha1', 'Rollout', { template: {} }, label(unit));
    expect(change(rollout('a'), rollout('b'), 'b').action).toBe('moved');
  });
});
