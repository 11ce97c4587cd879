import { describe, expect, it } from 'vitest';
import type { ManifestCluster, ManifestPool } from '../../../../lib/assembly/schema.ts';
import { diffAssemblies } from '../../../../lib/toolkit/diff/diff-assemblies.ts';
import { assembly, deployment } from '../../../support/assembly.ts';
import { actions, changeOf } from './helpers.ts';

const units = { 'dev/kubernetes.main.chat': { objects: [deployment('chat')] } };
const l40s: ManifestPool = {
  path: 'dev/main/l40s',
  gpu: 'L40S',
  gpusPerNode: 2,
  maxNodes: 4,
  resource: 'nvidia.com/gpu',
  nodeSelector: { pool: 'l40s' },
  taints: [],
};
const withPools = (pools: Readonly<Record<string, ManifestPool>>, version = '1.36') => {
  const cluster: ManifestCluster = { path: 'dev/main', version, pools };
  return assembly(units, { dev: { main: cluster } });
};

describe('a diff of clusters and pools', () => {
  it('is empty for the same ones', () => {
    expect(diffAssemblies(withPools({ l40s }), withPools({ l40s })).different).toBe(false);
  });

  it('shows what changes of a pool, and how many GPUs it can have then', () => {
    const result = diffAssemblies(withPools({ l40s }), withPools({ l40s: { ...l40s, maxNodes: 6 } }));
    expect(changeOf(result, 'pool l40s')).toMatchObject({
      action: 'update',
      kind: 'setting',
      unit: 'dev/main',
      path: 'dev/main/l40s',
      fields: [{ pointer: '/maxNodes', before: 4, after: 6, effect: 'update' }],
      notes: ['up to 12 x L40S, 8 x L40S before'],
    });
    expect(result.environments).toMatchObject([{ environment: 'dev', settings: 1, units: [] }]);
  });

  it('shows pools that come and go, and another version of Kubernetes', () => {
    const h100 = { ...l40s, path: 'dev/main/h100', gpu: 'H100', gpusPerNode: 8 };
    const result = diffAssemblies(withPools({ l40s }, '1.35'), withPools({ h100 }));
    expect(actions(result)).toEqual(['update cluster main', 'create pool h100', 'delete pool l40s']);
    expect(changeOf(result, 'pool h100').notes).toEqual(['up to 32 x H100']);
    expect(changeOf(result, 'cluster main').fields).toMatchObject([{ name: 'version', before: '1.35', after: '1.36' }]);
  });

  it('says nothing of pools where one side does not tell its clusters, or the environment is new', () => {
    expect(diffAssemblies(assembly(units), withPools({ l40s })).different).toBe(false);
    expect(actions(diffAssemblies(undefined, withPools({ l40s })))).toEqual(['create Deployment acme/chat']);
  });
});
