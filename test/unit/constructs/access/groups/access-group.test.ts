import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AccessGroup } from '../../../../../lib/constructs/access/groups/access-group.ts';
import type { AccessGroupProps } from '../../../../../lib/constructs/access/groups/access-group-props.ts';
import { Cluster } from '../../../../../lib/constructs/platform/cluster.ts';
import { EksCluster } from '../../../../../lib/constructs/platform/eks/eks-cluster.ts';
import type { EksClusterProps } from '../../../../../lib/constructs/platform/eks/eks-cluster-props.ts';
import { IamRole } from '../../../../../lib/constructs/platform/iam/iam-role.ts';
import { Namespace } from '../../../../../lib/constructs/platform/namespace.ts';
import { Network } from '../../../../../lib/constructs/platform/network/network.ts';
import { Role } from '../../../../../lib/constructs/platform/role.ts';
import { apiGroup } from '../../../../../lib/core/api-version.ts';
import { carriedKinds } from '../../../../../lib/facts/crds/kinds.ts';
import { builtinKinds } from '../../../../../lib/facts/kubernetes/kinds.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { matchers, synthTree } from '../../../../../lib/testing/index.ts';

expect.extend(matchers);

const SSO = 'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Ml';
const IDP = 'arn:aws:iam::123456789012:oidc-provider';
const OTHER = 'arn:aws:iam::123456789012:role/other';

interface Made {
  readonly cluster: Cluster;
  readonly team: Namespace;
  readonly environment: Environment;
}
const tree = (build: (made: Made) => void) =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1', account: '123456789012' });
    const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
    const oidc = { name: 'corp', issuerUrl: 'https://idp.example.com', clientId: 'eks' };
    const cluster = new EksCluster(environment, 'main', { network, version: '1.35', oidc });
    build({ environment, cluster, team: new Namespace(cluster, 'team') });
  });
const group = (props: AccessGroupProps, id = 'people') => tree(({ cluster }) => void new AccessGroup(cluster, id, props));
const inTeam = (props: Omit<AccessGroupProps, 'namespaces'>) =>
  tree(({ cluster, team }) => void new AccessGroup(cluster, 'ml', { ...props, namespaces: [team] }));

type Stack = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
const access = (result: ReturnType<typeof tree>): Stack => {
  expect(result.errors.map(({ message }) => message)).toEqual([]);
  return (JSON.parse(result.content.files.get('prod/terraform/access-main/cdk.tf.json') ?? '{}') as { resource?: Stack }).resource ?? {};
};
const objects = (result: ReturnType<typeof tree>, kind: string) =>
  [...result.content.objects.values()].filter((object) => object.kind === kind);

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
const rulesOf = (result: ReturnType<typeof tree>, name: string): readonly Rule[] => {
  expect(result.errors.map(({ message }) => message)).toEqual([]);
  return (result.object('ClusterRole', name) as unknown as { rules: Rule[] }).rules;
};

describe('a group of people', () => {
  it('of platform administers the cluster: by a policy of EKS for roles of IAM, by a binding for claimed groups', () => {
    const result = group({ role: 'platform', iam: [SSO], groups: ['admins'] });
    const { aws_eks_access_entry: entries, aws_eks_access_policy_association: policies } = access(result);
    expect(Object.values(entries ?? {})).toMatchObject([{ cluster_name: 'test-prod-main', principal_arn: SSO, type: 'STANDARD' }]);
    expect(Object.values(policies ?? {})).toMatchObject([
      { policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', access_scope: { type: 'cluster' } },
    ]);
    expect(objects(result, 'ClusterRoleBinding')).toMatchObject([
      { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'Group', name: 'corp:admins' }] },
    ]);
  });

  it('of ml-engineer has its rights in its namespaces, the same by IAM and by the identity provider, and no secrets', () => {
    const result = inTeam({ role: 'ml-engineer', iam: [SSO], groups: ['ml'] });
    expect(Object.values(access(result).aws_eks_access_entry ?? {})).toMatchObject([{ kubernetes_groups: ['keelson:ml'] }]);
    expect(access(result).aws_eks_access_policy_association).toBeUndefined();
    expect(objects(result, 'RoleBinding')).toMatchObject([
      {
        metadata: { namespace: 'team' },
        roleRef: { kind: 'ClusterRole', name: 'keelson:ml' },
        subjects: [
          { kind: 'Group', name: 'corp:ml' },
          { kind: 'Group', name: 'keelson:ml' },
        ],
      },
    ]);
    const role = rulesOf(result, 'keelson:ml');
    const resources = role.flatMap((rule) => rule.resources);
    expect(resources).toContain('rayjobs');
    expect(resources.filter((one) => /secret|\*|exec|pods\/attach|triggerauth|rolebinding|token/.test(one))).toEqual([]);
    expect(role.flatMap((rule) => rule.verbs)).not.toContain('*');
  });

  it('of namespaces sees what has none in the whole cluster: nodes, queues, runtimes', () => {
    for (const role of ['ml-engineer', 'viewer'] as const) {
      const result = inTeam({ role, iam: [SSO] });
      expect(objects(result, 'ClusterRoleBinding')).toMatchObject([
        { roleRef: { name: 'keelson:ml:cluster' }, subjects: [{ name: 'keelson:ml' }] },
      ]);
      const rules = rulesOf(result, 'keelson:ml:cluster');
      expect(rules.flatMap((rule) => rule.resources)).toEqual(
        expect.arrayContaining(['nodes', 'clusterqueues', 'clustertrainingruntimes']),
      );
      expect([...new Set(rules.flatMap((rule) => rule.verbs))]).toEqual(['get', 'list', 'watch']);
    }
  });

  it('of ci-plan sees definitions and roles too, and neither Secrets nor changes anything', () => {
    const rules = rulesOf(group({ role: 'ci-plan', iam: [OTHER] }), 'keelson:people');
    const resources = rules.flatMap((rule) => rule.resources);
    expect(resources).toEqual(expect.arrayContaining(['customresourcedefinitions', 'clusterroles', 'deployments', 'nodes']));
    expect(resources).not.toContain('secrets');
    expect([...new Set(rules.flatMap((rule) => rule.verbs))]).toEqual(['get', 'list', 'watch']);
  });

  it('has rights to kinds that are there, in a namespace or in none as its bindings are', () => {
    const known = new Map<string, 'Namespaced' | 'Cluster'>([
      ...builtinKinds.map(({ apiVersion, plural, scope }) => [`${apiGroup(apiVersion)}/${plural}`, scope] as const),
      ...carriedKinds.map(({ group, plural, scope }) => [`${group}/${plural}`, scope] as const),
    ]);
    const served = /^metrics\.k8s\.io\//; // the metrics API has no definitions
    const scopes = (rules: readonly Rule[]) =>
      rules.flatMap(({ apiGroups: [group], resources }) =>
        resources
          .map((resource) => `${group}/${resource.split('/')[0]}`)
          .filter((resource) => !served.test(resource))
          .map((resource) => `${resource} ${known.get(resource) ?? 'unknown'}`),
      );
    const result = inTeam({ role: 'ml-engineer', iam: [SSO], exec: true });
    expect(scopes(rulesOf(result, 'keelson:ml')).filter((one) => !one.endsWith(' Namespaced'))).toEqual([]);
    expect(scopes(rulesOf(result, 'keelson:ml:cluster')).filter((one) => !one.endsWith(' Cluster'))).toEqual([]);
    expect(scopes(rulesOf(group({ role: 'ci-plan', iam: [OTHER] }), 'keelson:people')).filter((one) => one.endsWith(' unknown'))).toEqual(
      [],
    );
  });

  it('may be taken by a permission set, whatever AWS calls its role', () => {
    const result = inTeam({ role: 'ml-engineer', assumedBy: [{ permissionSet: 'MlEngineer' }] });
    const [role] = Object.values(access(result).aws_iam_role ?? {});
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          ArnLike: {
            'aws:PrincipalArn': [
              'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_MlEngineer_????????????????',
              'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_MlEngineer_????????????????',
            ],
          },
        },
      },
    ]);
  });

  it('takes a role of another account that is named, and patterns of subjects after their owner', () => {
    const iam = ['arn:aws:iam::999999999999:role/agency'];
    expect(group({ role: 'viewer', iam, accounts: ['999999999999'] }).errors).toEqual([]);
    const subjects = ['repo:acme/platform:*', 'project_path:acme/platform:ref_type:branch:ref:*', 'system:serviceaccount:ci:runner'];
    expect(inTeam({ role: 'ci', assumedBy: [{ oidc: 'arn:aws:iam::123456789012:oidc-provider/x', subjects }] }).errors).toEqual([]);
  });

  it('of ml-engineer may run commands in containers only where that is said', () => {
    const result = inTeam({ role: 'ml-engineer', iam: [SSO], exec: true });
    const [role] = objects(result, 'ClusterRole') as unknown as { rules: { resources: string[] }[] }[];
    expect(role?.rules.flatMap((rule) => rule.resources)).toContain('pods/exec');
  });

  it('of viewer reads the whole cluster, and writes nothing', () => {
    const result = group({ role: 'viewer', groups: ['everyone'] });
    expect(access(result)).toEqual({});
    expect(objects(result, 'ClusterRoleBinding')).toMatchObject([{ subjects: [{ name: 'corp:everyone' }] }]);
    const [role] = objects(result, 'ClusterRole') as unknown as { rules: { resources: string[]; verbs: string[] }[] }[];
    expect([...new Set(role?.rules.flatMap((rule) => rule.verbs))]).toEqual(['get', 'list', 'watch']);
    expect(role?.rules.flatMap((rule) => rule.resources)).not.toContain('secrets');
  });

  it('of ci is admin of its namespaces', () => {
    const result = inTeam({ role: 'ci', iam: [OTHER] });
    expect(objects(result, 'RoleBinding')).toMatchObject([{ roleRef: { name: 'admin' }, subjects: [{ name: 'keelson:ml' }] }]);
  });

  it('has bindings of its own beside another group of the same role', () => {
    const result = tree(({ cluster, team }) => {
      for (const id of ['a', 'b']) {
        new AccessGroup(cluster, `admins-${id}`, { role: 'platform', groups: [id] });
        new AccessGroup(cluster, `ci-${id}`, { role: 'ci', groups: [id], namespaces: [team] });
      }
    });
    expect(result.errors).toEqual([]);
    const made = (kind: string) =>
      objects(result, kind).map((object) => {
        const { metadata, roleRef, subjects } = object as unknown as {
          metadata: { name: string };
          roleRef: { name: string };
          subjects: { name: string }[];
        };
        return [metadata.name, roleRef.name, ...subjects.map(({ name }) => name)].join(' ');
      });
    expect(made('ClusterRoleBinding').sort()).toEqual(['keelson:admins-a cluster-admin corp:a', 'keelson:admins-b cluster-admin corp:b']);
    expect(made('RoleBinding').sort()).toEqual(['keelson:ci-a:admin admin corp:a', 'keelson:ci-b:admin admin corp:b']);
  });

  it('gets a role of IAM that finds the cluster, and that only those who are named may take', () => {
    const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const result = inTeam({
      role: 'ci',
      assumedBy: [
        { principal: OTHER },
        { saml: 'arn:aws:iam::123456789012:saml-provider/corp' },
        { oidc: provider, subjects: ['repo:acme/platform:ref:refs/heads/main'] },
      ],
      statements: [{ Sid: 'ReadImages', Effect: 'Allow', Action: ['ecr:BatchGetImage'], Resource: ['*'] }],
    });
    const { aws_iam_role: roles, aws_iam_role_policy: policies, aws_eks_access_entry: entries } = access(result);
    const [role] = Object.values(roles ?? {});
    const trust = JSON.parse(String(role?.assume_role_policy)) as { Statement: { Condition?: unknown; Principal: unknown }[] };
    expect(trust.Statement).toMatchObject([
      { Principal: { AWS: OTHER } },
      {
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      },
      {
        Principal: { Federated: provider },
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': ['repo:acme/platform:ref:refs/heads/main'],
          },
        },
      },
    ]);
    const policy = JSON.parse(String(Object.values(policies ?? {})[0]?.policy)) as { Statement: unknown[] };
    expect(policy.Statement).toEqual([
      {
        Sid: 'FindCluster',
        Effect: 'Allow',
        Action: ['eks:DescribeCluster'],
        Resource: ['arn:aws:eks:eu-central-1:123456789012:cluster/test-prod-main'],
      },
      { Sid: 'ReadImages', Effect: 'Allow', Action: ['ecr:BatchGetImage'], Resource: ['*'] },
    ]);
    expect(Object.values(entries ?? {})[0]?.principal_arn).toMatch(/^\$\{aws_iam_role\..+\.arn\}$/);
  });

  it('takes roles that exist, and keeps an entry wherever it stands in the list', () => {
    const names = (iam: readonly string[]) => Object.keys(access(group({ role: 'viewer', iam })).aws_eks_access_entry ?? {}).sort();
    expect(names([SSO, OTHER])).toEqual(names([OTHER, SSO]));
    const result = tree(({ environment, cluster }) => {
      new AccessGroup(cluster, 'people', { role: 'viewer', iam: [IamRole.existing(environment, 'admins')] });
    });
    expect(Object.keys(access(result).aws_eks_access_entry ?? {})).toEqual(['people_entry-admins']);
  });

  it('has an entry for each role that exists, also for two of one id, and none twice', () => {
    const entries = (others: readonly number[]) =>
      tree(({ environment, cluster }) => {
        const roles = ['one', 'two'].map((team) =>
          IamRole.existing(new Construct(environment, team), 'admins', { roleName: `${team}-admins` }),
        );
        new AccessGroup(cluster, 'people', { role: 'viewer', iam: roles });
        for (const index of others) new AccessGroup(cluster, 'others', { role: 'viewer', iam: roles.slice(index, index + 1) });
      });
    const { aws_eks_access_entry: made } = access(entries([]));
    expect(Object.keys(made ?? {})).toEqual(['people_entry-one-admins', 'people_entry-two-admins']);
    expect(entries([0]).errors.map(({ code, details }) => [code, details.message])).toEqual([
      ['KS6064', 'prod/one/admins is in prod/main/people already'],
    ]);
  });

  it('is given more by a role of its own', () => {
    const result = tree(({ cluster, team }) => {
      const people = new AccessGroup(cluster, 'people', { role: 'viewer', iam: [SSO], groups: ['ml'] });
      new Role(team, 'secrets', { rules: [{ resources: ['secrets'], verbs: ['get'] }] }).grant(...people.subjects);
    });
    expect(objects(result, 'RoleBinding')).toMatchObject([{ subjects: [{ name: 'corp:ml' }, { name: 'keelson:people' }] }]);
  });

  it('is of groups alone on a cluster that is not of EKS', () => {
    const result = synthTree((platform) => {
      const cluster = Cluster.existing(new Environment(platform, 'dev'), 'main', { version: '1.36' });
      new AccessGroup(cluster, 'people', { role: 'viewer', groups: ['oidc:everyone'] });
    });
    expect(result.errors).toEqual([]);
    expect(objects(result, 'ClusterRoleBinding')).toMatchObject([{ subjects: [{ name: 'oidc:everyone' }] }]);
  });
});

describe('a group that is wrong', () => {
  it.each<[string, AccessGroupProps, string]>([
    ['has nobody in it', { role: 'viewer' }, 'KS6063'],
    ['is everybody', { role: 'viewer', iam: ['*'] }, 'must be the ARN of one IAM role or user'],
    ['is an account', { role: 'viewer', iam: ['arn:aws:iam::123456789012:root'] }, 'must be the ARN of one IAM role or user'],
    ['is a session', { role: 'viewer', iam: ['arn:aws:sts::123456789012:assumed-role/a/b'] }, 'must be the ARN of one IAM role or user'],
    ['is of the system', { role: 'viewer', groups: ['system:masters'] }, 'must be a group of your own'],
    [
      'takes any token',
      { role: 'platform', assumedBy: [{ oidc: 'arn:aws:iam::123456789012:oidc-provider/x', subjects: ['*'] }] },
      'not any',
    ],
    [
      'takes any repository',
      { role: 'platform', assumedBy: [{ oidc: 'arn:aws:iam::123456789012:oidc-provider/x', subjects: ['repo:*'] }] },
      'not any',
    ],
    [
      'takes any owner',
      { role: 'platform', assumedBy: [{ oidc: `${IDP}/x`, subjects: ['repo:*/platform:ref:x'] }] },
      'names its owner whole',
    ],
    [
      'takes owners that begin alike',
      { role: 'platform', assumedBy: [{ oidc: `${IDP}/x`, subjects: ['repo:acme*'] }] },
      'names its owner whole',
    ],
    ['takes any permission set', { role: 'platform', assumedBy: [{ permissionSet: '*' }] }, 'must be the name of a permission set'],
    [
      'has a role of another account',
      { role: 'viewer', iam: ['arn:aws:iam::999999999999:role/x'] },
      "is of the account 999999999999, and the environment of 123456789012; give one of the environment's account, or allow the other: accounts: ['999999999999']",
    ],
    [
      'trusts a provider of another account',
      { role: 'viewer', assumedBy: [{ saml: 'arn:aws:iam::999999999999:saml-provider/x' }] },
      'is of the account 999999999999, and a role of 123456789012 can not trust it',
    ],
    ['has namespaces that platform does not know', { role: 'platform', iam: [SSO], namespaces: [] }, 'namespaces'],
    ['has no namespaces', { role: 'ml-engineer', iam: [SSO] }, 'namespaces'],
    ['has statements and no role', { role: 'viewer', iam: [SSO], statements: [] }, 'left out without assumedBy'],
    ['runs commands as a viewer', { role: 'viewer', iam: [SSO], exec: true }, 'it is for ml-engineer'],
    ['has an unknown role', { role: 'admin' as never, iam: [SSO] }, 'platform'],
  ])('%s', (_, props, message) => {
    const errors = group(props).errors.map((error) => error.message);
    expect(errors.join('\n')).toContain(message);
    expect(errors.join('\n')).toContain('prod/main/people');
  });

  it('has a role of IAM that is in another', () => {
    const result = tree(({ cluster }) => {
      new AccessGroup(cluster, 'a', { role: 'viewer', iam: [SSO] });
      new AccessGroup(cluster, 'b', { role: 'platform', iam: [SSO] });
    });
    expect(result.errors.map((error) => error.message)).toEqual([
      expect.stringMatching(
        /^KS6064 prod\/main\/b \(.*\): arn:aws:iam::123456789012:role\/aws-reserved.* is in prod\/main\/a already; leave it in one/,
      ),
    ]);
  });

  it('has a system namespace', () => {
    const result = tree(({ cluster }) => {
      new AccessGroup(cluster, 'ml', { role: 'ml-engineer', iam: [SSO], namespaces: [Namespace.existing(cluster, 'kube-system')] });
    });
    expect(result.errors.map((error) => error.message)).toEqual([
      expect.stringMatching(
        /^KS1001 prod\/main\/ml \(.*\): a group of ml-engineer has the namespace kube-system, where its rights would be/,
      ),
    ]);
  });

  it('has a namespace of another cluster', () => {
    const build = ({ cluster, environment }: Made) => {
      const other = Cluster.existing(environment, 'other', { version: '1.35' });
      new AccessGroup(cluster, 'ml', { role: 'ml-engineer', iam: [SSO], namespaces: [new Namespace(other, 'team')] });
    };
    expect(() => tree(build)).toThrow(/KS1003.*is granted in another cluster: prod\/other\/team/);
  });

  it('has groups of an identity provider that is not there, or that a prefix makes the system', () => {
    const errors = (oidc: EksClusterProps['oidc'], groups: readonly string[]) =>
      synthTree((platform) => {
        const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
        const network = new Network(environment, 'vpc', { cidr: '10.0.0.0/16', zones: ['a', 'b'] });
        const cluster = new EksCluster(environment, 'main', { network, version: '1.35', ...(oidc && { oidc }) });
        new AccessGroup(cluster, 'people', { role: 'viewer', groups });
      }).errors.map((error) => error.message);
    expect(errors(undefined, ['ml'])).toEqual([
      expect.stringMatching(
        /^KS6065 prod\/main\/people .*it has the groups ml, and the cluster prod\/main has no identity provider; give oidc/,
      ),
    ]);
    const oidc = { name: 'corp', issuerUrl: 'https://idp.example.com', clientId: 'eks', groupsPrefix: 'system:' };
    expect(errors(oidc, ['masters'])).toEqual([
      expect.stringMatching(/^KS1001 prod\/main\/people .*the group masters is system:masters in the cluster/),
    ]);
  });

  it('is outside a cluster', () => {
    expect(() => tree(({ team }) => void new AccessGroup(team as never, 'a', { role: 'viewer', iam: [SSO] }))).toThrow(
      /KS1003|is not in a cluster/,
    );
  });
});
