import type { FieldChange } from '../../plan/types.ts';
import { matches } from '../../policy/patterns.ts';

/** An attribute whose change is no drift. */
export interface IgnoredAttribute {
  /** Type of the resource, such as `aws_eks_node_group`; `*` stands for any characters. */
  readonly type: string;
  /** JSON pointer of the attribute; `*` stands for any key or index. All below it is meant too. */
  readonly pointer: string;
}

const EKS_VERSIONS = 'https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html';
const AUTOSCALING = 'https://docs.aws.amazon.com/eks/latest/best-practices/cas.html';
const SPLIT_BUCKET = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade';

/** Attributes that change by themselves, or that another resource of the same program sets. Each with where that is said. */
export const CHANGES_BY_ITSELF: readonly (IgnoredAttribute & { readonly source: string })[] = [
  // AWS brings clusters to newer platform versions without being asked.
  { type: 'aws_eks_cluster', pointer: '/platform_version', source: EKS_VERSIONS },
  // An autoscaler sets how many nodes there are, between the bounds that are still compared.
  { type: 'aws_eks_node_group', pointer: '/scaling_config/*/desired_size', source: AUTOSCALING },
  { type: 'aws_autoscaling_group', pointer: '/desired_capacity', source: AUTOSCALING },
  // Since version 4 of the provider a resource of its own sets each of these; its drift is told there.
  ...['server_side_encryption_configuration', 'versioning', 'lifecycle_rule', 'logging', 'cors_rule', 'website', 'policy'].map((name) => ({
    type: 'aws_s3_bucket',
    pointer: `/${name}`,
    source: SPLIT_BUCKET,
  })),
];

/** Whether a change is one that no rule leaves alone. Providers give an empty value now as none and now as empty: that is no change. */
export function isDrift(type: string, { pointer, before, after }: FieldChange, ignored: readonly IgnoredAttribute[]): boolean {
  if (isEmpty(before) && isEmpty(after)) return false;
  return ![...CHANGES_BY_ITSELF, ...ignored].some((rule) => matches(rule.type, type) && isAtOrBelow(rule.pointer, pointer));
}

function isAtOrBelow(wanted: string, pointer: string): boolean {
  const [rule, own] = [wanted.split('/'), pointer.split('/')];
  return rule.length <= own.length && rule.every((step, index) => step === '*' || step === own[index]);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
