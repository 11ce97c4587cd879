import type { GpuModel } from './models.ts';

/*
 * Source: NVIDIA/gpu-operator assets/state-mig-manager/0400_configmap.yaml @a22dbf671 (entries `all-<profile>`), by the GPUs that
 * its comments and device filters name. GPUs that the GPU Operator has no entry for (RTX PRO 4500) are left out.
 */
const profiles = {
  'A100-40GB': { '1g.5gb': 7, '1g.10gb': 4, '2g.10gb': 3, '3g.20gb': 2, '4g.20gb': 1, '7g.40gb': 1 },
  'A100-80GB': { '1g.10gb': 7, '1g.20gb': 4, '2g.20gb': 3, '3g.40gb': 2, '4g.40gb': 1, '7g.80gb': 1 },
  H100: { '1g.10gb': 7, '1g.20gb': 4, '2g.20gb': 3, '3g.40gb': 2, '4g.40gb': 1, '7g.80gb': 1 },
  H200: { '1g.18gb': 7, '1g.35gb': 4, '2g.35gb': 3, '3g.71gb': 2, '4g.71gb': 1, '7g.141gb': 1 },
  B200: { '1g.23gb': 7, '1g.45gb': 4, '2g.45gb': 3, '3g.90gb': 2, '4g.90gb': 1, '7g.180gb': 1 },
  B300: { '1g.34gb': 7, '1g.67gb': 4, '2g.67gb': 3, '3g.135gb': 2, '4g.135gb': 1, '7g.269gb': 1 },
  GB200: { '1g.23gb': 7, '1g.47gb': 4, '2g.47gb': 3, '3g.93gb': 2, '4g.93gb': 1, '7g.186gb': 1 },
  'RTX-PRO-6000': { '1g.24gb': 4, '2g.48gb': 2, '4g.96gb': 1 },
} as const satisfies Partial<Record<GpuModel, Readonly<Record<string, number>>>>;

type Profiles = typeof profiles;

/** A MIG profile of a GPU model, such as `1g.10gb`; `never` for a GPU that can not be cut. */
export type MigProfile<G extends GpuModel = GpuModel> = G extends keyof Profiles ? keyof Profiles[G] : never;

/** MIG profiles of a GPU model, the smallest first; none for a GPU that can not be cut. */
export function migProfiles(gpu: GpuModel): readonly string[] {
  return Object.keys((profiles as Partial<Record<GpuModel, object>>)[gpu] ?? {});
}

/** Instances of one profile that one GPU is cut into; undefined for a profile that the GPU lacks. */
export function migInstances(gpu: GpuModel, profile: string): number | undefined {
  const known = (profiles as Partial<Record<GpuModel, Readonly<Record<string, number>>>>)[gpu];
  return known !== undefined && Object.hasOwn(known, profile) ? known[profile] : undefined;
}

/** The extended resource of a profile, as the device plugin advertises it with the strategy `mixed`. */
export function migResource(profile: string): string {
  return `nvidia.com/mig-${profile}`;
}
