/** Partition of AWS that a region is in, as ARNs have it. Source: AWS, "Amazon Resource Names (ARNs)". */
export function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
