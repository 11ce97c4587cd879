import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExistingGpuNodePoolProps } from '../../lib/constructs/gpu/existing-gpu-node-pool.ts';
import { GpuNodePool } from '../../lib/constructs/gpu/gpu-node-pool.ts';
import type { IGpuNodePool } from '../../lib/constructs/gpu/gpu-pool-ref.ts';
import { Cluster } from '../../lib/constructs/platform/cluster.ts';
import { ModelServer, type ModelServerProps } from '../../lib/constructs/serving/model-server.ts';
import { revisionRows } from '../../lib/facts/models/models.ts';
import { Environment } from '../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../lib/testing/index.ts';
import { validateContent } from '../../lib/toolkit/validate/index.ts';

/** `models.lock` with every model whose revision is known, and one without facts. */
export const LOCK = JSON.stringify({
  version: 1,
  models: {
    ...Object.fromEntries(revisionRows.map(({ name, revision }) => [name, { revision }])),
    'acme/own': { revision: 'a'.repeat(40) },
  },
});

/** Runs a program with the cluster dev/main beside a models.lock; what it makes is held against the schemas of Kubernetes. */
export function inCluster(build: (cluster: Cluster) => void, lock: string | undefined = LOCK): Synthesised {
  const root = mkdtempSync(join(tmpdir(), 'keelson-serving-'));
  try {
    if (lock !== '') writeFileSync(join(root, 'models.lock'), lock);
    const result = synthTree(
      (platform) => build(Cluster.existing(new Environment(platform, 'dev', { region: 'eu-central-1' }), 'main', { version: '1.36' })),
      {
        root,
      },
    );
    if (result.errors.length === 0) {
      const findings = validateContent(result.content).findings.map(({ path, pointer, message }) => `${path} ${pointer}: ${message}`);
      if (findings.length > 0) throw new Error(findings.join('\n'));
    }
    return result;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** A pool of four nodes with one L40S each, unless told otherwise. */
export function poolOf(cluster: Cluster, props: Partial<ExistingGpuNodePoolProps> = {}, id = 'l40s'): IGpuNodePool {
  return GpuNodePool.existing(cluster, id, { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4, ...props });
}

/** What every model server of the tests has. */
export const BASE = { model: 'Qwen/Qwen3-8B', context: 16_384, concurrency: 8 } as const;

/** The model server `qwen` on {@link poolOf}. */
export function synthServer(
  props: Partial<ModelServerProps> & Readonly<Record<string, unknown>> = {},
  pool: Partial<ExistingGpuNodePoolProps> = {},
  lock?: string,
): Synthesised {
  return inCluster((cluster) => void new ModelServer(cluster, 'qwen', { ...BASE, pool: poolOf(cluster, pool), ...props }), lock);
}
