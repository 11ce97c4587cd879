import type { Json } from './differences.ts';
import { ACCOUNT } from './stand-ins.ts';

const REGION = 'eu-central-1';
const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const iam = (resource: string): string => `arn:aws:iam::${ACCOUNT}:${resource}`;

/** What a mocked AWS gives for attributes that the real provider checks the form of; anything else is random letters. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_iam_role: { arn: iam('role/mock') },
  aws_iam_policy: { arn: iam('policy/mock') },
  aws_iam_instance_profile: { arn: iam('instance-profile/mock') },
  aws_iam_openid_connect_provider: { arn: iam('oidc-provider/mock') },
  aws_kms_key: { arn: arn('kms', 'key/00000000-0000-4000-8000-000000000000'), key_id: '00000000-0000-4000-8000-000000000000' },
  aws_s3_bucket: { arn: 'arn:aws:s3:::mock' },
  aws_cloudwatch_log_group: { arn: arn('logs', 'log-group:mock') },
  aws_sqs_queue: { arn: arn('sqs', 'mock') },
  aws_eks_cluster: { arn: arn('eks', 'cluster/mock'), certificate_authority: [{ data: 'bW9jaw==' }] },
  aws_launch_template: { arn: arn('ec2', 'launch-template/lt-00000000000000000'), id: 'lt-00000000000000000' },
};

const DATA: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_caller_identity: { account_id: ACCOUNT, arn: iam('root') },
  aws_partition: { partition: 'aws', dns_suffix: 'amazonaws.com' },
  aws_iam_policy_document: { json: '{"Version":"2012-10-17","Statement":[]}' },
  aws_eks_cluster: {
    arn: arn('eks', 'cluster/mock'),
    vpc_config: [{ cluster_security_group_id: 'sg-00000000000000000' }],
    certificate_authority: [{ data: 'bW9jaw==' }],
  },
  aws_vpc: { id: 'vpc-00000000000000000', arn: arn('ec2', 'vpc/vpc-00000000000000000') },
};

/** `mock_provider` blocks for the providers of a stack. */
export function mockProviders(stack: Json): string {
  const required = ((stack['terraform'] as Json | undefined)?.['required_providers'] ?? {}) as Json;
  const configured = (stack['provider'] ?? {}) as Record<string, Json | readonly Json[]>;
  return Object.keys(required)
    .flatMap((name) => {
      const aliases = [configured[name] ?? {}].flat().map((entry) => (entry as Json)['alias']);
      return (aliases.length > 0 ? aliases : [undefined]).map(
        (alias) =>
          `mock_provider "${name}" {\n${alias === undefined ? '' : `  alias = "${alias}"\n`}${name === 'aws' ? awsDefaults() : ''}}\n`,
      );
    })
    .join('\n');
}

function awsDefaults(): string {
  const block = (kind: string, table: typeof RESOURCES): string =>
    Object.entries(table)
      .map(([type, values]) => `  ${kind} "${type}" {\n    defaults = ${JSON.stringify(values)}\n  }\n`)
      .join('');
  return block('mock_resource', RESOURCES) + block('mock_data', DATA);
}
