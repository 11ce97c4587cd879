import { describe, expect, test, vi } from 'vitest';
import { AccessGroup } from '../../lib/constructs/access/groups/access-group.ts';
import { Namespace } from '../../lib/constructs/platform/namespace.ts';
import { inEks } from '../support/pools.ts';
import { testStack, validateStack } from './harness/check-stack.ts';
import { machineFor } from './harness/machine.ts';

vi.setConfig({ testTimeout: 600_000 }); // each call starts the real provider

const UNIT = 'dev/terraform.access-main';
const ACCOUNT = '123456789012';
const { content } = inEks(
  (cluster) => {
    const research = new Namespace(cluster, 'research');
    new AccessGroup(cluster, 'platform', { role: 'platform', iam: [`arn:aws:iam::${ACCOUNT}:role/ops/admins`] });
    new AccessGroup(cluster, 'ml', { role: 'ml-engineer', namespaces: [research], assumedBy: [{ permissionSet: 'MlEngineer' }] });
    new AccessGroup(cluster, 'everyone', { role: 'viewer', assumedBy: [{ saml: `arn:aws:iam::${ACCOUNT}:saml-provider/corp` }] });
    new AccessGroup(cluster, 'ci', {
      role: 'ci',
      namespaces: [research],
      assumedBy: [
        {
          oidc: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
          subjects: ['repo:acme/platform:environment:dev'],
        },
      ],
    });
  },
  { existing: true },
);

describe.for(['terraform', 'tofu'] as const)('%s', (tool) => {
  test('takes access groups of every kind', async (context) => {
    expect((await validateStack(machineFor(context, tool), content, UNIT)).problems).toEqual([]);
  });
});

test('plans entries that administer by a policy or are in one group, and roles that trust who they say', async (context) => {
  const trust = (group: string): string => `jsondecode(aws_iam_role.${group}_role.assume_role_policy).Statement[0]`;
  const entries = Object.keys(
    (JSON.parse(content.files.get('dev/terraform/access-main/cdk.tf.json') ?? '{}') as { resource: Record<string, object> }).resource[
      'aws_eks_access_entry'
    ] ?? {},
  );
  expect(entries).toHaveLength(4);
  const [admins = ''] = entries.filter((id) => id.startsWith('platform_'));
  const [engineers = ''] = entries.filter((id) => id.startsWith('ml_'));
  const { passed, output } = await testStack(machineFor(context, 'terraform'), content, UNIT, {
    conditions: {
      'administrators are in no group, and have the policy': `aws_eks_access_entry.${admins}.principal_arn == "arn:aws:iam::${ACCOUNT}:role/ops/admins" && aws_eks_access_policy_association.${admins}-policy.policy_arn == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"`,
      'engineers are in theirs': `tolist(aws_eks_access_entry.${engineers}.kubernetes_groups) == tolist(["keelson:ml"])`,
      'people sign in by their permission set only': `startswith(${trust('ml')}.Condition.ArnLike["aws:PrincipalArn"][0], "arn:aws:iam::")`,
      'or by SAML for AWS': `${trust('everyone')}.Condition.StringEquals["SAML:aud"] == "https://signin.aws.amazon.com/saml"`,
      'CI has tokens of one repository and environment': `${trust('ci')}.Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:acme/platform:environment:dev"]`,
      'a role finds the cluster, and nothing else':
        'jsondecode(aws_iam_role_policy.ml_policy.policy).Statement[*].Action == [["eks:DescribeCluster"]]',
    },
  });
  expect(passed, output).toBe(true);
});
