/** Where a Terraform address stands in `cdk.tf.json`: `aws_s3_bucket.x` is `resource`, `aws_s3_bucket`, `x`. */
export function addressPath(address: string): readonly string[] {
  const parts = address.split('.');
  return parts[0] === 'data' || parts[0] === 'module' ? parts : ['resource', ...parts];
}
