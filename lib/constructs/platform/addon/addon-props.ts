import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import type { Alias } from '../../../synth/aliases.ts';
import type { KindName } from '../../../synth/external.ts';
import { aliasList, constructs, dnsLabel, type Shape } from '../schemas.ts';
import { type ChartSource, chartSchema } from './chart/chart-props.ts';
import { type EksAddonSource, eksAddonSchema } from './eks-props.ts';
import { type AddonIdentity, identitySchema } from './identity.ts';
import { type ReleaseSource, releaseSchema } from './release-props.ts';
import { type Values, valuesSchema } from './values.ts';

/** Props of an `Addon`: one of `eks`, `release`, `chart` and `manifests` says how it is delivered. */
export interface AddonProps {
  /** An add-on that EKS installs: `aws_eks_addon` in the Terraform unit `cluster-<name>`. @default - another delivery */
  readonly eks?: EksAddonSource;
  /** A chart that Terraform installs: `helm_release` in the Terraform unit `addons-<name>`. @default - another delivery */
  readonly release?: ReleaseSource;
  /**
   * A chart in the program's folder, rendered by helm at synth: its definitions go to the unit `crds`, the rest to `addons`.
   * @default - another delivery
   */
  readonly chart?: ChartSource;
  /**
   * Files of YAML, relative to the program's folder: a file, a folder for the YAML files in it, or a pattern with `*` in its
   * last part, such as `vendor/gateway-api/*.yaml`. @default - another delivery
   */
  readonly manifests?: readonly string[];
  /**
   * With `manifests`: `sha256:<hex>` over the files in the order of their paths, so that a vendored file can't change unseen.
   * @default - not checked
   */
  readonly digest?: string;
  /**
   * Values of the chart, or configuration values of the EKS add-on; not with `manifests`. References may stand in them: texts and
   * numbers with `eks` and `release`; texts with `chart`, which must show them in its output as they are. @default - those of the chart
   */
  readonly values?: Values;
  /** Namespace of what is in none; of the release, for a chart. @default - the namespace of the scope */
  readonly namespace?: string;
  /** AWS roles of its ServiceAccounts, by EKS Pod Identity, in the Terraform unit `cluster-<name>`. @default - none */
  readonly identities?: readonly AddonIdentity[];
  /**
   * Kinds that it installs while it is applied, as `group/version/Kind`; those whose definitions are in its output are known.
   * @default - none
   */
  readonly provides?: readonly KindName[];
  /** Constructs that must be applied first. @default - none */
  readonly dependsOn?: readonly IConstruct[];
  /** Paths that this construct had before. @default - none */
  readonly aliases?: readonly Alias[];
}

const kindText = () =>
  z.string().regex(/^[^/.]+(\.[^/.]+)+(\/[^/]+)?\/[A-Z][A-Za-z0-9]*$/, 'must be group/version/Kind, such as example.com/v1/Widget');
const DELIVERIES = ['eks', 'release', 'chart', 'manifests'] as const;

/** Checks {@link AddonProps}. */
export const addonSchema = once(() =>
  z
    .strictObject({
      eks: eksAddonSchema().optional(),
      release: releaseSchema().optional(),
      chart: chartSchema().optional(),
      manifests: z.array(z.string().min(1)).min(1).optional(),
      digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits')
        .optional(),
      values: valuesSchema.optional(),
      namespace: dnsLabel.optional(),
      identities: z.array(identitySchema()).optional(),
      provides: z.array(z.union([kindText(), z.strictObject({ kind: kindText(), scope: z.enum(['Namespaced', 'Cluster']) })])).optional(),
      dependsOn: constructs.optional(),
      aliases: aliasList.optional(),
    } satisfies Shape<AddonProps>)
    .superRefine((props, context) => {
      const given = DELIVERIES.filter((delivery) => props[delivery] !== undefined);
      if (given.length !== 1) {
        const message = `one of ${DELIVERIES.join(', ')}, and ${given.length === 0 ? 'none is given' : `${given.join(' and ')} are given`}`;
        context.addIssue({ code: 'custom', path: given.length === 0 ? [] : [given[1] as string], message });
      }
      if (props.manifests === undefined && props.digest !== undefined)
        context.addIssue({ code: 'custom', path: ['digest'], message: 'absent without manifests' });
      if (props.manifests !== undefined && props.values !== undefined)
        context.addIssue({ code: 'custom', path: ['values'], message: 'absent with manifests, which have none' });
    }),
);
