import { z } from 'zod';
import type { Shape } from '../schemas.ts';

/** What EKS does with a field that something else changed. */
export type ResolveConflicts = 'NONE' | 'OVERWRITE' | 'PRESERVE';

/** An add-on of EKS. */
export interface EksAddonSource {
  /** Name that EKS has for it. @default - the construct id */
  readonly name?: string;
  /**
   * Version, `v<version>-eksbuild.<number>`.
   * @default - the newest one that Keelson knows for the cluster's Kubernetes version
   */
  readonly version?: string;
  /**
   * Kubernetes versions, `major.minor`, that the version is published for, as `aws eks describe-addon-versions` lists them, where
   * Keelson knows it only for others. @default - those of Keelson's table
   */
  readonly kubernetesVersions?: readonly string[];
  /** When it is installed over what is there already. @default 'OVERWRITE' */
  readonly onCreateConflict?: 'NONE' | 'OVERWRITE';
  /** When it is updated over what something else changed. @default 'OVERWRITE' */
  readonly onUpdateConflict?: ResolveConflicts;
  /** Leaves its software in the cluster when the add-on is removed. @default false */
  readonly preserve?: boolean;
}

/** Checks {@link EksAddonSource}. */
export const eksAddonSchema = () =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be the name of an EKS add-on, such as vpc-cni')
      .optional(),
    version: z
      .string()
      .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'must be v<version>-eksbuild.<number>, such as v1.22.3-eksbuild.1')
      .optional(),
    kubernetesVersions: z.array(z.string().regex(/^1\.\d{1,2}$/, "must be major.minor, such as '1.36'")).optional(),
    onCreateConflict: z.enum(['NONE', 'OVERWRITE']).optional(),
    onUpdateConflict: z.enum(['NONE', 'OVERWRITE', 'PRESERVE']).optional(),
    preserve: z.boolean().optional(),
  } satisfies Shape<EksAddonSource>);
