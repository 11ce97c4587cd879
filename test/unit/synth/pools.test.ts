import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { parseManifestFile } from '../../../lib/assembly/parse.ts';
import { GpuNodePool } from '../../../lib/constructs/gpu/gpu-node-pool.ts';
import { Cluster } from '../../../lib/constructs/platform/cluster.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import type { Platform } from '../../../lib/synth/platform.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { problems } from '../../support/app.ts';
import { configMap } from '../../support/tree.ts';

const L40S = { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 } as const;
const H100 = { gpu: 'H100', gpusPerNode: 8, maxNodes: 2 } as const;

/** The cluster `main` of an environment, with something in it. */
function clusterIn(platform: Platform, env: string): Cluster {
  const cluster = Cluster.existing(new Environment(platform, env), 'main', { version: '1.36' });
  configMap(cluster, 'a', {});
  return cluster;
}

describe('clusters in keelson.json', () => {
  it('say their version and their pools, with what a node needs to look like one of them', () => {
    const { content } = synthTree((platform) => {
      const cluster = clusterIn(platform, 'dev');
      GpuNodePool.existing(cluster, 'l40s', L40S);
      const taints = [
        { key: 'team', value: 'ml', effect: 'NoExecute' },
        { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
      ] as const;
      GpuNodePool.existing(cluster, 'h100', { ...H100, nodeSelector: { pool: 'large' }, taints });
    });
    expect(content.manifest.environments['dev']?.clusters).toEqual({
      main: {
        path: 'dev/main',
        version: '1.36',
        pools: {
          h100: {
            path: 'dev/main/h100',
            ...H100,
            resource: 'nvidia.com/gpu',
            nodeSelector: { pool: 'large' },
            taints: [
              { key: 'team', value: 'ml', effect: 'NoExecute' },
              { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
            ],
          },
          l40s: {
            path: 'dev/main/l40s',
            ...L40S,
            resource: 'nvidia.com/gpu',
            nodeSelector: { 'karpenter.k8s.aws/instance-gpu-name': 'l40s' },
            taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }],
          },
        },
      },
    });
  });

  it('are there without pools, and absent where an environment has none', () => {
    const { content } = synthTree((platform) => {
      clusterIn(platform, 'dev');
      new Environment(platform, 'empty');
    });
    expect(content.manifest.environments).toMatchObject({ dev: { clusters: { main: { pools: {} } } } });
    expect(Object.keys(content.manifest.environments)).toEqual(['dev']);
  });

  it('are the same bytes in whatever order the pools are made, and a pool changes no unit', () => {
    const run = (...ids: ('l40s' | 'h100')[]) =>
      synthTree((platform) => {
        const cluster = clusterIn(platform, 'dev');
        for (const id of ids) GpuNodePool.existing(cluster, id, id === 'l40s' ? L40S : H100);
      }).content.files;
    const one = run('l40s');
    const [both, turned] = [run('l40s', 'h100'), run('h100', 'l40s')];
    expect([...turned]).toEqual([...both]);
    expect([...both].filter(([path, text]) => one.get(path) !== text).map(([path]) => path)).toEqual(['keelson.json']);
  });

  it('are read back as they were written', () => {
    const { content } = synthTree((platform) => void GpuNodePool.existing(clusterIn(platform, 'dev'), 'l40s', L40S));
    expect(parseManifestFile(content.files.get('keelson.json') ?? '', 'keelson.json')).toEqual(content.manifest);
  });

  it.each([
    [{ maxNodes: 0 }, 'maxNodes'],
    [{ maxNodes: '4' }, 'maxNodes'],
    [{ gpusPerNode: 0.5 }, 'gpusPerNode'],
    [{ taints: [{ key: 'a', effect: 'Never' }] }, 'taints.0.effect'],
    [{ nodeSelector: { a: 1 } }, 'nodeSelector.a'],
    [{ allocatable: { cpu: 4 } }, 'allocatable.cpu'],
    [{ capacity: ['stolen'] }, 'capacity.0'],
  ])('are refused with %j, by the field', (field, place) => {
    const { content } = synthTree((platform) => void GpuNodePool.existing(clusterIn(platform, 'dev'), 'l40s', L40S));
    const manifest = structuredClone(content.manifest);
    Object.assign(manifest.environments['dev']?.clusters?.['main']?.pools['l40s'] ?? {}, field);
    const read = () => parseManifestFile(JSON.stringify(manifest), 'deploy/keelson.json');
    expect(read).toThrow(`KS3007 deploy/keelson.json: environments.dev.clusters.main.pools.l40s.${place}: `);
  });

  it('tell two pools, and two clusters, of one name', () => {
    const result = synthTree((platform) => {
      const cluster = clusterIn(platform, 'dev');
      GpuNodePool.existing(cluster, 'l40s', L40S);
      GpuNodePool.existing(new Construct(cluster, 'team'), 'l40s', { ...L40S, nodeSelector: { team: 'a' } });
      Cluster.existing(new Construct(Environment.of(cluster), 'other'), 'main', { version: '1.36' });
    });
    expect(problems(result)).toEqual([
      'dev/main/team/l40s and dev/main/l40s are both the pool l40s of the cluster main; rename one of the two',
      'dev/other/main and dev/main are both the cluster main of dev; undefined',
    ]);
  });
});
