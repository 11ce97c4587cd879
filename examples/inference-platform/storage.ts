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
}

export function addStorage(environment: Environment, { production }: Stage, keys: Keys): Storage {
  const shared = { kmsKeyArn: keys.data.arn, versioned: true };
  return {
    pictures: new Bucket(environment, 'pictures', { ...shared, expireOldVersionsDays: 30 }),
    datasets: new Bucket(environment, 'datasets', { ...shared, expireOldVersionsDays: 90 }),
    checkpoints: new Bucket(environment, 'checkpoints', { ...shared, expireDays: production ? 90 : 14, expireOldVersionsDays: 7 }),
  };
}
