import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { type Reference, terraformReference } from '../../../../lib/synth/reference/reference.ts';
import { type Synthesised, synthTree } from '../../../../lib/testing/index.ts';
import { configMap, devCluster } from '../../../support/tree.ts';

/** The name of the bucket, as a binding takes it. */
export const BUCKET = { unit: 'dev/terraform.data', output: 'aws_s3_bucket_files_bucket' };
/** The ConfigMap that takes it. */
export const TARGET = '/ConfigMap/test/map';

/** A ConfigMap whose data is made of a bucket's name. */
export function withBucket(data: (name: Reference<string>, bucket: S3Bucket) => Record<string, unknown>): Synthesised {
  return synthTree((platform) => {
    const { dev, cluster } = devCluster(platform);
    const bucket = new S3Bucket(dev, 'files', {});
    configMap(cluster, 'map', data(terraformReference(bucket, bucket.bucket), bucket));
  });
}
