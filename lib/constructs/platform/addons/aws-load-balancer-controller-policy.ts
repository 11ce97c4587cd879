import type { PolicyStatement } from '../iam/policy.ts';

const TAG = 'elbv2.k8s.aws/cluster';
const OWN = { Null: { [`aws:ResourceTag/${TAG}`]: 'false' } };
const NEW = { Null: { [`aws:RequestTag/${TAG}`]: 'false' } };
const OWN_KEPT = { Null: { [`aws:RequestTag/${TAG}`]: 'true', [`aws:ResourceTag/${TAG}`]: 'false' } };

/**
 * What the AWS Load Balancer Controller may do: what its project publishes, without AWS WAF and Shield unless they are used.
 * Source: kubernetes-sigs/aws-load-balancer-controller docs/install/iam_policy.json @11eb202c97e4ae2ee45e0658c4cde9a4b59f33d4 (tag v3.5.0)
 */
export function loadBalancerStatements(
  partition: string,
  { waf, shield }: { readonly waf: boolean; readonly shield: boolean },
): PolicyStatement[] {
  const arn = (...resources: string[]): string[] => resources.map((resource) => `arn:${partition}:elasticloadbalancing:*:*:${resource}`);
  const groups = [`arn:${partition}:ec2:*:*:security-group/*`];
  const targets = arn('targetgroup/*/*', 'loadbalancer/net/*/*', 'loadbalancer/app/*/*');
  return [
    allow('ServiceLinkedRole', ['iam:CreateServiceLinkedRole'], ['*'], {
      StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    }),
    allow('Describe', [...DESCRIBE_EC2.map((what) => `ec2:${what}`), ...DESCRIBE_ELB.map((what) => `elasticloadbalancing:${what}`)]),
    allow('Certificates', [
      'cognito-idp:DescribeUserPoolClient',
      'acm:ListCertificates',
      'acm:DescribeCertificate',
      'iam:ListServerCertificates',
      'iam:GetServerCertificate',
    ]),
    ...(waf
      ? [
          allow(
            'Firewall',
            ['waf-regional', 'wafv2'].flatMap((service) => WEB_ACL.map((what) => `${service}:${what}`)),
          ),
        ]
      : []),
    ...(shield
      ? [
          allow(
            'Shield',
            SHIELD.map((what) => `shield:${what}`),
          ),
        ]
      : []),
    allow('SecurityGroupRules', ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress']),
    allow('CreateSecurityGroup', ['ec2:CreateSecurityGroup']),
    allow('TagNewSecurityGroup', ['ec2:CreateTags'], groups, { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' }, ...NEW }),
    allow('TagSecurityGroup', ['ec2:CreateTags', 'ec2:DeleteTags'], groups, OWN_KEPT),
    allow('DeleteSecurityGroup', ['ec2:DeleteSecurityGroup'], ['*'], OWN),
    allow('Create', ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'], ['*'], NEW),
    allow('Listeners', ['CreateListener', 'DeleteListener', 'CreateRule', 'DeleteRule'].map(elb)),
    allow('Tag', ['AddTags', 'RemoveTags'].map(elb), targets, OWN_KEPT),
    allow(
      'TagListeners',
      ['AddTags', 'RemoveTags'].map(elb),
      arn('listener/net/*/*/*', 'listener/app/*/*/*', 'listener-rule/net/*/*/*', 'listener-rule/app/*/*/*'),
    ),
    allow('Change', CHANGE.map(elb), ['*'], OWN),
    allow('TagNew', ['AddTags'].map(elb), targets, {
      StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'] },
      ...NEW,
    }),
    allow('Targets', ['RegisterTargets', 'DeregisterTargets'].map(elb), arn('targetgroup/*/*')),
    allow('ChangeListeners', CHANGE_LISTENERS.map(elb)),
  ];
}

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[] = ['*'],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

function elb(action: string): string {
  return `elasticloadbalancing:${action}`;
}

const DESCRIBE_EC2 = [
  'DescribeAccountAttributes',
  'DescribeAddresses',
  'DescribeAvailabilityZones',
  'DescribeInternetGateways',
  'DescribeVpcs',
  'DescribeVpcPeeringConnections',
  'DescribeSubnets',
  'DescribeSecurityGroups',
  'DescribeInstances',
  'DescribeNetworkInterfaces',
  'DescribeTags',
  'GetCoipPoolUsage',
  'DescribeCoipPools',
  'GetSecurityGroupsForVpc',
  'DescribeIpamPools',
  'DescribeRouteTables',
];
const DESCRIBE_ELB = [
  'DescribeLoadBalancers',
  'DescribeLoadBalancerAttributes',
  'DescribeListeners',
  'DescribeListenerCertificates',
  'DescribeSSLPolicies',
  'DescribeRules',
  'DescribeTargetGroups',
  'DescribeTargetGroupAttributes',
  'DescribeTargetHealth',
  'DescribeTags',
  'DescribeTrustStores',
  'DescribeListenerAttributes',
  'DescribeCapacityReservation',
];
const WEB_ACL = ['GetWebACL', 'GetWebACLForResource', 'AssociateWebACL', 'DisassociateWebACL'];
const SHIELD = ['GetSubscriptionState', 'DescribeProtection', 'CreateProtection', 'DeleteProtection'];
const CHANGE = [
  'ModifyLoadBalancerAttributes',
  'SetIpAddressType',
  'SetSecurityGroups',
  'SetSubnets',
  'DeleteLoadBalancer',
  'ModifyTargetGroup',
  'ModifyTargetGroupAttributes',
  'DeleteTargetGroup',
  'ModifyListenerAttributes',
  'ModifyCapacityReservation',
  'ModifyIpPools',
];
const CHANGE_LISTENERS = [
  'SetWebAcl',
  'ModifyListener',
  'AddListenerCertificates',
  'RemoveListenerCertificates',
  'ModifyRule',
  'SetRulePriorities',
];
