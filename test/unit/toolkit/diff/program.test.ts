import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AssemblyContent } from '../../../../lib/assembly/content.ts';
import { App, Bucket, type BucketProps, Cluster, Environment, GpuNodePool, grantRead, ModelServer, Unit } from '../../../../lib/index.ts';
import { synthTree } from '../../../../lib/testing/index.ts';
import { diffAssemblies } from '../../../../lib/toolkit/diff/diff-assemblies.ts';
import { drawGraph } from '../../../../lib/toolkit/graph/graph.ts';
import { parseMermaid } from '../../../support/mermaid.ts';
import { actions, changeOf } from './helpers.ts';

interface Variant {
  /** Id and props of the bucket. */
  readonly bucket?: readonly [id: string, props: BucketProps];
  readonly context?: number;
  readonly replicas?: number;
  /** Unit of the app. @default - its own */
  readonly unit?: string;
}

const root = join(import.meta.dirname, '../../../../examples/quickstart');

/** A model server, an app that talks to it, and a bucket that the app reads. */
function program({ bucket: [id, props] = ['pictures', {}], context = 8192, replicas = 1, unit }: Variant = {}): AssemblyContent {
  return synthTree(
    (platform) => {
      const dev = new Environment(platform, 'dev', { region: 'eu-central-1', state: { bucket: 'state' } });
      const cluster = Cluster.existing(dev, 'main', { version: '1.36' });
      const pool = GpuNodePool.existing(cluster, 'l40s', { gpu: 'L40S', gpusPerNode: 1, maxNodes: 4 });
      const qwen = new ModelServer(cluster, 'qwen', { model: 'Qwen/Qwen3-8B', pool, context, concurrency: 4, replicas: 2 });
      const bucket = new Bucket(dev, id, props);
      const app = new App(unit === undefined ? cluster : new Unit(cluster, unit), 'chat', {
        image: 'ghcr.io/acme/chat@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
        port: 8080,
        replicas,
        env: { OPENAI_BASE_URL: qwen.url, BUCKET: bucket.name },
      });
      grantRead(bucket, app);
    },
    { root, name: 'acme' },
  ).content;
}

describe('the diff of a real program', () => {
  it('is empty for the same program', () => {
    expect(diffAssemblies(program(), program()).different).toBe(false);
  });

  it('counts the GPUs of a model server that restarts, and no others', () => {
    const result = diffAssemblies(program({ replicas: 2 }), program({ context: 4096, replicas: 3 }));
    expect(actions(result)).toEqual(['update Deployment acme/chat', 'restart Deployment acme/qwen']);
    expect(changeOf(result, 'Deployment acme/qwen').gpus).toEqual({ before: 2, after: 2, restart: 2 });
    expect(result.summary).toMatchObject({ counts: { restart: 1, update: 1 }, gpus: { restart: 2, replace: 0 } });
  });

  it('finds that a bucket was renamed, at the bucket, and that its own name must stay', () => {
    const result = diffAssemblies(program(), program({ bucket: ['photos', {}] }));
    expect(result.summary.counts.delete).toBeGreaterThan(3);
    expect(result.hints).toMatchObject([
      {
        from: 'dev/pictures',
        to: 'dev/photos',
        line: "aliases: ['pictures']",
        keep: [{ title: 'aws_s3_bucket.photos', field: 'bucket', value: 'acme-dev-pictures' }],
      },
    ]);
  });

  it('moves the bucket with that advice: nothing is deleted, and no pod restarts', () => {
    const result = diffAssemblies(program(), program({ bucket: ['photos', { aliases: ['pictures'], bucketName: 'acme-dev-pictures' }] }));
    expect(result.summary.counts).toMatchObject({ delete: 0, create: 0, replace: 0, restart: 0 });
    expect(result.summary.counts.moved).toBeGreaterThan(3);
    expect(changeOf(result, 'aws_s3_bucket.photos')).toMatchObject({ action: 'moved', from: { id: 'aws_s3_bucket.pictures' } });
    expect(result.hints).toEqual([]);
  });

  it('follows a bucket that gets another name into the pods that read it', () => {
    const result = diffAssemblies(program(), program({ bucket: ['pictures', { bucketName: 'acme-new' }] }));
    expect(changeOf(result, 'aws_s3_bucket.pictures').action).toBe('replace');
    expect(changeOf(result, 'Deployment acme/chat')).toMatchObject({
      action: 'restart',
      fields: [{ name: expect.stringMatching(/env\[BUCKET\]\.value$/), because: 'aws_s3_bucket.pictures.bucket changes' }],
    });
  });

  it('moves an app into another unit without touching its pods', () => {
    const result = diffAssemblies(program(), program({ unit: 'team' }));
    const app = result.constructs.flatMap(({ changes }) => changes).filter((change) => change.unit === 'dev/kubernetes.main.team');
    expect(app.length).toBeGreaterThan(3);
    expect(new Set(app.map((change) => change.action))).toEqual(new Set(['moved']));
  });
});

describe('the graph of a real program', () => {
  it('is understood by Mermaid, and shows what flows from Terraform into the app', async () => {
    const { edges, nodes } = await parseMermaid(drawGraph(program()));
    expect([...nodes.values()]).toContainEqual(expect.stringMatching(/^qwen<br\/>\d+ objects<br\/>2 GPUs$/));
    expect(edges).toContainEqual(
      expect.objectContaining({ to: 'unit_dev_kubernetes_main_chat', text: 'aws_s3_bucket_pictures_bucket', isThick: true }),
    );
  });
});
