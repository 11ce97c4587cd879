const NAME = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;

/** Why S3 refuses a name of a bucket, as words after "it"; undefined for a good one. Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
export function bucketNameProblem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return `has ${name.length} characters, and 3 to 63 are allowed`;
  if (!NAME.test(name)) return 'must be lower case letters, digits, - and single ., and begin and end with a letter or digit';
  if (/^\d+(\.\d+){3}$/.test(name)) return 'must not be an IP address';
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.exec(name)?.[0];
  return reserved === undefined ? undefined : `must not begin or end with ${reserved}, which S3 reserves`;
}
