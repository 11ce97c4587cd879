import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { newestAmiRelease } from '../../../facts/eks/ami-releases.ts';
import { type AmiType, type AmiTypeName, amiTypes, findAmiType } from '../../../facts/eks/ami-types.ts';
import type { InstanceType } from '../../../facts/gpus/instances.ts';
import { referable } from '../../../synth/props.ts';
import type { Referable } from '../../../synth/reference/reference.ts';
import type { Shape } from '../schemas.ts';
import type { PoolProblem } from './problem.ts';

/** Image of a pool's nodes. */
export interface AmiProps {
  /** Kind of the image; with `id`, what that image was built from. @default - Amazon Linux 2023 for the architecture, with the NVIDIA driver for GPUs */
  readonly type?: AmiTypeName;
  /** Release: `v20260714` of Amazon Linux, `1.50.0` of Bottlerocket, or `latest`, which changes by itself. @default - the newest Amazon Linux that Keelson knows */
  readonly version?: string;
  /** Id of an image of your own, such as `ami-0123456789abcdef0`; with Karpenter only. @default - an image of EKS */
  readonly id?: Referable<string>;
  /** Version of the NVIDIA driver in an image of your own, such as `595.58.03`. @default - unknown */
  readonly driver?: string;
}

/** Checks {@link AmiProps}. */
export const amiSchema = once(() =>
  z.strictObject({
    type: z.enum(amiTypes.map(({ name }) => name)).optional(),
    version: z
      .string()
      .regex(/^(latest|v?\d[\d.]*(-[0-9a-f]+)?)$/, "must be a release, such as 'v20260714', or latest")
      .optional(),
    id: referable(z.string().regex(/^ami-[0-9a-z]+$/, 'must be the id of an image, such as ami-0123456789abcdef0')).optional(),
    driver: z
      .string()
      .regex(/^\d+(\.\d+)*$/, "must be a version, such as '595.58.03'")
      .optional(),
  } satisfies Shape<AmiProps>),
);

/** The image of a pool, as both provisioners need it. */
export interface ResolvedAmi {
  readonly type: AmiType;
  readonly id?: Referable<string>;
  /** As Karpenter selects it, such as `al2023@v20260714`; for an image of EKS. */
  readonly alias?: string;
  /** As a managed node group has it, such as `1.36.2-20260714`; absent for the newest at the time it is made. */
  readonly releaseVersion?: string;
}

/** What an image is chosen for. */
export interface AmiDemand {
  readonly provisioner: 'karpenter' | 'managed';
  readonly arch: 'amd64' | 'arm64';
  /** Whether the nodes have NVIDIA GPUs. */
  readonly gpu: boolean;
  /** The instance types with facts: their GPUs decide on the driver. */
  readonly instances: readonly InstanceType[];
  /** Kubernetes version of the cluster. */
  readonly kubernetes: string;
}

/** Chooses the image of a pool, and holds it against its instances. */
export function resolveAmi(props: AmiProps, demand: AmiDemand): { readonly ami?: ResolvedAmi; readonly problems: readonly PoolProblem[] } {
  const { arch, gpu, kubernetes, provisioner } = demand;
  const type = props.type === undefined ? defaultType(arch, gpu) : findAmiType(props.type);
  if (!type) return { problems: [problem(`${props.type} is no AMI type`, `known are ${amiTypes.map(({ name }) => name).join(', ')}`)] };
  const wrong = checkType(type, demand);
  if (wrong.length > 0) return { problems: wrong };
  const problems = [...checkDriver(type, props, demand)];
  const { id, version } = props;
  const shown = typeof id === 'string' ? id : 'given by reference';
  if (id !== undefined) {
    if (version !== undefined) problems.push(problem(`an image of your own, ${shown}, has no version`, 'remove ami.version'));
    if (provisioner === 'managed')
      problems.push(problem(`a managed node group can not take an image of your own, ${shown}`, "use provisioner: 'karpenter' for it"));
    return { ami: { type, id }, problems };
  }
  const release = chooseRelease(type, version, demand);
  if (typeof release === 'object') return { ami: { type }, problems: [...problems, release] };
  if (provisioner === 'managed') return { ami: { type, ...(release !== undefined && { releaseVersion: release }) }, problems };
  if (type.fips) problems.push(problem(`Karpenter has no alias for ${type.name}`, "give ami.id, or provisioner: 'managed'"));
  if (release === undefined) {
    const fix = `give ami.version: ${type.os === 'AL2023' ? "a release of awslabs/amazon-eks-ami, such as 'v20260714'" : "a release, such as '1.50.0'"}, or 'latest'`;
    problems.push(problem(`no release of ${type.os} for Kubernetes ${kubernetes} is known`, fix));
  }
  return { ami: { type, alias: `${type.os.toLowerCase()}@${release ?? 'latest'}` }, problems };
}

function problem(message: string, fix: string): PoolProblem {
  return { code: 'KS6043', message, fix };
}

function defaultType(arch: 'amd64' | 'arm64', gpu: boolean): AmiType | undefined {
  return amiTypes.find((row) => row.os === 'AL2023' && row.arch === arch && row.accelerator === (gpu ? 'nvidia' : undefined));
}

function checkType(type: AmiType, { arch, gpu, kubernetes }: AmiDemand): PoolProblem[] {
  const fix = `give ${defaultType(arch, gpu)?.name}, or leave ami.type out`;
  const found: PoolProblem[] = [];
  if (type.arch !== arch) found.push(problem(`${type.name} is for ${type.arch}, and the instances are ${arch}`, fix));
  if (gpu && type.accelerator !== 'nvidia') found.push(problem(`${type.name} has no NVIDIA driver`, fix));
  if (!gpu && type.accelerator !== undefined) found.push(problem(`${type.name} is for nodes with ${type.accelerator} accelerators`, fix));
  if (type.os === 'Windows') found.push(problem(`${type.name} is Windows, and pools run Linux`, fix));
  if (type.os === 'AL2') {
    const ended = type.lastKubernetesMinor !== undefined && Number(kubernetes.split('.')[1]) > type.lastKubernetesMinor;
    found.push(
      problem(ended ? `${type.name} is not built for Kubernetes ${kubernetes}` : `${type.name} is not offered for new pools`, fix),
    );
  }
  return found;
}

/** A driver that no source says is good enough, unless the GPU needs a certain one. */
function checkDriver(type: AmiType, props: AmiProps, { gpu, instances }: AmiDemand): PoolProblem[] {
  if (!gpu || type.accelerator !== 'nvidia') return [];
  const driver = props.id === undefined ? type.nvidiaDriver : props.driver;
  const major = driver === undefined ? undefined : Number.parseInt(driver, 10);
  const what = driver === undefined ? 'a driver that is unknown' : `driver ${driver}`;
  const image = props.id === undefined ? type.name : typeof props.id === 'string' ? props.id : 'the image';
  const low = instances.find(({ minDriver }) => minDriver !== undefined && (major === undefined || major < minDriver));
  const high = instances.find(({ belowDriver }) => belowDriver !== undefined && major !== undefined && major >= belowDriver);
  const own = 'give an image of your own: ami: { id, driver }';
  return [
    ...(low ? [problem(`${image} has ${what}, and ${low.name} needs ${low.minDriver} or newer`, own)] : []),
    ...(high ? [problem(`${image} has ${what}, and ${high.name} needs one older than ${high.belowDriver}`, own)] : []),
  ];
}

/** The release as the provisioner names it; undefined for the newest, or for one that is unknown. */
function chooseRelease(
  type: AmiType,
  version: string | undefined,
  { provisioner, kubernetes }: AmiDemand,
): string | undefined | PoolProblem {
  if (version === 'latest') return provisioner === 'karpenter' ? 'latest' : undefined;
  const newest = type.os === 'AL2023' ? newestAmiRelease(kubernetes) : undefined;
  if (version === undefined) return provisioner === 'karpenter' ? newest?.version : newest?.releaseVersions[kubernetes];
  if (provisioner === 'karpenter') {
    const form = type.os === 'AL2023' ? /^v\d{8}$/ : /^v?\d+\.\d+\.\d+$/;
    if (form.test(version)) return type.os === 'Bottlerocket' ? `v${version.replace(/^v/, '')}` : version;
    return problem(
      `${JSON.stringify(version)} is no release of ${type.os} for Karpenter`,
      `give ${type.os === 'AL2023' ? "one such as 'v20260714'" : "one such as '1.50.0'"}, or 'latest'`,
    );
  }
  if (version === newest?.version) return newest.releaseVersions[kubernetes];
  if (type.os === 'AL2023' ? version.startsWith(`${kubernetes}.`) : version.includes('-')) return version;
  const example = type.os === 'AL2023' ? `${kubernetes}.0-20260714` : '1.50.0-0a1b2c3d';
  return problem(
    `the release ${JSON.stringify(version)} is not known for Kubernetes ${kubernetes}`,
    `managed node groups name releases like ${example}; give such a one, or 'latest'`,
  );
}
