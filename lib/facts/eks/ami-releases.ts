/** A release of the AL2023 images of EKS. */
export interface AmiRelease {
  /** As image names and Karpenter have it, such as `v20260714`. */
  readonly version: string;
  /** As managed node groups have it, by minor version of Kubernetes, such as `1.36.2-20260714`. */
  readonly releaseVersions: Readonly<Record<string, string>>;
  readonly source: string;
}

/** Releases of the AL2023 images that are known, the newest last. */
export const amiReleases: readonly AmiRelease[] = [
  {
    version: 'v20260714',
    releaseVersions: {
      '1.36': '1.36.2-20260714',
      '1.35': '1.35.6-20260714',
      '1.34': '1.34.9-20260714',
      '1.33': '1.33.13-20260714',
      '1.32': '1.32.13-20260714',
      '1.31': '1.31.14-20260714',
      '1.30': '1.30.14-20260714',
    },
    source: 'awslabs/amazon-eks-ami CHANGELOG.md @81fec2e8 (tag v20260724), "AMI Release v20260714"',
  },
];

/** The newest known release of the AL2023 images for a minor version of Kubernetes, such as `1.36`. */
export function newestAmiRelease(kubernetes: string): AmiRelease | undefined {
  return amiReleases.findLast((release) => kubernetes in release.releaseVersions);
}
