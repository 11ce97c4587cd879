import { S3BucketIntelligentTieringConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-intelligent-tiering-configuration/index.js';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging/index.js';
import { Bucket, type Environment } from 'keelson';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** Buckets of a stage. */
export interface Storage {
  /** Pictures of the shop's products. */
  readonly pictures: Bucket;
  /** What models are trained on. */
  readonly datasets: Bucket;
  /** Checkpoints of trainings, from which they start again. */
  readonly checkpoints: Bucket;
  /** Who read and changed what. */
  readonly logs: Bucket;
}

export function addStorage(environment: Environment, { production, logDays }: Stage, keys: Keys): Storage {
  const shared = { kmsKeyArn: keys.data.arn, versioned: true };
  const storage = {
    pictures: new Bucket(environment, 'pictures', { ...shared, expireOldVersionsDays: 30 }),
    datasets: new Bucket(environment, 'datasets', { ...shared, expireOldVersionsDays: 90 }),
    checkpoints: new Bucket(environment, 'checkpoints', { ...shared, expireDays: production ? 90 : 14, expireOldVersionsDays: 7 }),
    logs: new Bucket(environment, 'logs', {
      versioned: true,
      services: ['access-logs', 'cloudtrail'],
      expireDays: logDays,
      expireOldVersionsDays: 7,
    }),
  };
  for (const id of ['pictures', 'datasets', 'checkpoints'] as const)
    new S3BucketLoggingA(storage[id], 'access-logs', {
      bucket: `${storage[id].name}`,
      targetBucket: `${storage.logs.name}`,
      targetPrefix: `access/${id}/`,
    });
  // Most datasets are read once.
  new S3BucketIntelligentTieringConfiguration(storage.datasets, 'tiers', {
    bucket: `${storage.datasets.name}`,
    name: 'unread',
    tiering: [{ accessTier: 'ARCHIVE_ACCESS', days: 180 }],
  });
  return storage;
}
