/** A kind of machine image that EKS builds. */
export interface AmiType {
  /** As managed node groups name it, such as `AL2023_x86_64_NVIDIA`. */
  readonly name: string;
  readonly os: 'AL2023' | 'Bottlerocket' | 'AL2' | 'Windows';
  readonly arch: 'amd64' | 'arm64';
  /** What it has drivers for; absent for one without any. */
  readonly accelerator?: 'nvidia' | 'neuron';
  /** Cryptography that is validated for FIPS 140. */
  readonly fips?: true;
  /** Version of the NVIDIA driver that a release was seen with; absent when no source says it. */
  readonly nvidiaDriver?: string;
  /** Last minor version of Kubernetes, 1.x, that it is built for. */
  readonly lastKubernetesMinor?: number;
}

/** Release of amazon-eks-ami whose driver is carried: CHANGELOG.md @81fec2e8 (tag v20260724), release v20260714. */
const DRIVER = '580.159.03';

/*
 * Source: the enum AMITypes of the EKS API, which AWS::EKS::Nodegroup of CloudFormation has too. AL2: "AMIs are not published for
 * Kubernetes 1.33 and later". `CUSTOM` is no image and stands in no row.
 */
// biome-ignore format: one row a line
const rows = [
  { name: 'AL2023_x86_64_STANDARD', os: 'AL2023', arch: 'amd64' },
  { name: 'AL2023_ARM_64_STANDARD', os: 'AL2023', arch: 'arm64' },
  { name: 'AL2023_x86_64_NVIDIA', os: 'AL2023', arch: 'amd64', accelerator: 'nvidia', nvidiaDriver: DRIVER },
  { name: 'AL2023_ARM_64_NVIDIA', os: 'AL2023', arch: 'arm64', accelerator: 'nvidia', nvidiaDriver: DRIVER },
  { name: 'AL2023_x86_64_NEURON', os: 'AL2023', arch: 'amd64', accelerator: 'neuron' },
  { name: 'BOTTLEROCKET_x86_64', os: 'Bottlerocket', arch: 'amd64' },
  { name: 'BOTTLEROCKET_ARM_64', os: 'Bottlerocket', arch: 'arm64' },
  { name: 'BOTTLEROCKET_x86_64_FIPS', os: 'Bottlerocket', arch: 'amd64', fips: true },
  { name: 'BOTTLEROCKET_ARM_64_FIPS', os: 'Bottlerocket', arch: 'arm64', fips: true },
  { name: 'BOTTLEROCKET_x86_64_NVIDIA', os: 'Bottlerocket', arch: 'amd64', accelerator: 'nvidia' },
  { name: 'BOTTLEROCKET_ARM_64_NVIDIA', os: 'Bottlerocket', arch: 'arm64', accelerator: 'nvidia' },
  { name: 'BOTTLEROCKET_x86_64_NVIDIA_FIPS', os: 'Bottlerocket', arch: 'amd64', accelerator: 'nvidia', fips: true },
  { name: 'BOTTLEROCKET_ARM_64_NVIDIA_FIPS', os: 'Bottlerocket', arch: 'arm64', accelerator: 'nvidia', fips: true },
  { name: 'AL2_x86_64', os: 'AL2', arch: 'amd64', lastKubernetesMinor: 32 },
  { name: 'AL2_x86_64_GPU', os: 'AL2', arch: 'amd64', accelerator: 'nvidia', lastKubernetesMinor: 32 },
  { name: 'AL2_ARM_64', os: 'AL2', arch: 'arm64', lastKubernetesMinor: 32 },
  { name: 'WINDOWS_CORE_2019_x86_64', os: 'Windows', arch: 'amd64' },
  { name: 'WINDOWS_FULL_2019_x86_64', os: 'Windows', arch: 'amd64' },
  { name: 'WINDOWS_CORE_2022_x86_64', os: 'Windows', arch: 'amd64' },
  { name: 'WINDOWS_FULL_2022_x86_64', os: 'Windows', arch: 'amd64' },
  { name: 'WINDOWS_CORE_2025_x86_64', os: 'Windows', arch: 'amd64' },
  { name: 'WINDOWS_FULL_2025_x86_64', os: 'Windows', arch: 'amd64' },
] as const satisfies readonly AmiType[];

/** The name of an image that EKS builds. */
export type AmiTypeName = (typeof rows)[number]['name'];

/** Images that EKS builds, as managed node groups name them. */
export const amiTypes: readonly AmiType[] = rows;

/** The AMI type of a name, such as `AL2023_x86_64_NVIDIA`. */
export function findAmiType(name: string): AmiType | undefined {
  return amiTypes.find((row) => row.name === name);
}
