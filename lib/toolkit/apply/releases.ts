import { join, resolve } from 'node:path';
import type { Connection } from '../../apply/kubernetes/client/connection.ts';
import type { Fence } from '../../apply/kubernetes/client/fence.ts';
import { FencedStore } from '../../apply/lease/fenced-store.ts';
import type { StoreRules } from '../../apply/policy/store-rules.ts';
import type { BlobStore } from '../../apply/release/blob-store.ts';
import { ClusterStore } from '../../apply/release/cluster-store.ts';
import { DirectoryStore } from '../../apply/release/directory-store.ts';
import { BlobReleases, type ReleaseStore } from '../../apply/release/release-store.ts';
import { S3Store } from '../../apply/release/s3-store.ts';
import { KeelsonError } from '../../core/errors.ts';

/** Where releases are, as it may be said. */
export interface ReleasesPlace {
  /** What the command line says: a directory, `s3://bucket/prefix` or `cluster`. @default - what the policy says */
  readonly store: string | undefined;
  readonly policy: StoreRules;
  /** Folder of the applier: releases are in it when nobody says anything else. */
  readonly home: string;
  readonly platform: string;
  /** Asked before each write. @default - nothing limits them */
  readonly fence?: Fence;
  /** Connects to the environment's cluster, and names it. */
  cluster(): { readonly connection: Connection; readonly name: string };
}

/** Opens releases where the command line says, else where the policy does. Nothing is asked before something is read. Throws KS8071. */
export function openReleases(place: ReleasesPlace): ReleaseStore {
  const { policy, platform, fence } = place;
  const blobs = openBlobs(place);
  return new BlobReleases(fence ? new FencedStore(blobs, fence) : blobs, {
    platform,
    ...(policy.kept !== undefined && { kept: policy.kept }),
  });
}

/** What releases, and signed approvals, are kept in. Throws KS8071. */
export function openBlobs({ store, policy, home, cluster }: ReleasesPlace): BlobStore {
  const s3 = store === undefined ? policy.s3 : s3Place(store);
  if (s3) return new S3Store(s3);
  if (store === 'cluster' || (store === undefined && policy.cluster)) {
    const { connection, name } = cluster();
    return new ClusterStore(connection, name);
  }
  const directory = store === undefined ? (policy.directory ?? join(home, 'releases')) : resolve(store);
  return new DirectoryStore(directory);
}

function s3Place(text: string): { readonly bucket: string; readonly prefix?: string } | undefined {
  if (!/^s3:/.test(text)) return undefined;
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  if (bucket === undefined)
    throw new KeelsonError('KS8071', { object: text, message: 'it names no bucket', fix: 'write it as s3://bucket/prefix' });
  return { bucket, ...(prefix && { prefix }) };
}
