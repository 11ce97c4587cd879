import { z } from 'zod';
import { type Shape, seconds } from '../schemas.ts';

/** Where a chart is. */
export interface ChartAddress {
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  /** Name of the chart. */
  readonly name: string;
  /** Version of the chart, a single one. */
  readonly version: string;
}

/** A chart that Terraform installs. Credentials of a private repository are those of the machine that applies. */
export interface ReleaseSource extends ChartAddress {
  /** Name of the release, at most 53 characters. @default - the construct id */
  readonly releaseName?: string;
  /** Makes the namespace when it is not there. @default true, but for namespaces that every cluster has */
  readonly createNamespace?: boolean;
  /** Longest time for an install or upgrade, seconds. @default 600 */
  readonly timeoutSeconds?: number;
  /** Waits until its workloads are ready. @default true */
  readonly wait?: boolean;
  /** Goes back to the state before when an install or upgrade fails. @default true */
  readonly atomic?: boolean;
  /** Leaves out the definitions in the chart's folder `crds`. @default false */
  readonly skipCrds?: boolean;
}

/** Name of a release. Source: Helm, `chartutil.ValidateReleaseName`. */
export const releaseName = () =>
  z
    .string()
    .max(53)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'must be lower case letters, digits, - and .');

/** Checks {@link ChartAddress}. */
export const chartAddress = () =>
  ({
    repository: z
      .string()
      .regex(/^(https?|oci):\/\/[^\s@]+$/, 'must be an https:// or oci:// address without credentials, such as oci://ghcr.io/acme/charts'),
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be the name of a chart'),
    version: z.string().regex(/^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/, 'must be a single version, such as 1.2.3'),
  }) satisfies Shape<ChartAddress>;

/** Checks {@link ReleaseSource}. */
export const releaseSchema = () =>
  z.strictObject({
    ...chartAddress(),
    releaseName: releaseName().optional(),
    createNamespace: z.boolean().optional(),
    timeoutSeconds: seconds(1).optional(),
    wait: z.boolean().optional(),
    atomic: z.boolean().optional(),
    skipCrds: z.boolean().optional(),
  } satisfies Shape<ReleaseSource>);
