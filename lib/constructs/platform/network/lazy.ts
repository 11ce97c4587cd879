import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first network that needs it.
const require = createRequire(import.meta.url);

/** Resources of every network. */
export function loadVpc() {
  return {
    Vpc: (require('@cdktf/provider-aws/lib/vpc/index.js') as typeof import('@cdktf/provider-aws/lib/vpc/index.js')).Vpc,
    DefaultSecurityGroup: (
      require('@cdktf/provider-aws/lib/default-security-group/index.js') as typeof import('@cdktf/provider-aws/lib/default-security-group/index.js')
    ).DefaultSecurityGroup,
    Subnet: (require('@cdktf/provider-aws/lib/subnet/index.js') as typeof import('@cdktf/provider-aws/lib/subnet/index.js')).Subnet,
    RouteTable: (require('@cdktf/provider-aws/lib/route-table/index.js') as typeof import('@cdktf/provider-aws/lib/route-table/index.js'))
      .RouteTable,
    RouteTableAssociation: (
      require('@cdktf/provider-aws/lib/route-table-association/index.js') as typeof import('@cdktf/provider-aws/lib/route-table-association/index.js')
    ).RouteTableAssociation,
  };
}

/** The second ranges of a VPC. */
export function loadCidrAssociation() {
  return (
    require('@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association/index.js') as typeof import('@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association/index.js')
  ).VpcIpv4CidrBlockAssociation;
}

/** The ways into the internet. */
export function loadInternet() {
  return {
    InternetGateway: (
      require('@cdktf/provider-aws/lib/internet-gateway/index.js') as typeof import('@cdktf/provider-aws/lib/internet-gateway/index.js')
    ).InternetGateway,
    Eip: (require('@cdktf/provider-aws/lib/eip/index.js') as typeof import('@cdktf/provider-aws/lib/eip/index.js')).Eip,
    NatGateway: (require('@cdktf/provider-aws/lib/nat-gateway/index.js') as typeof import('@cdktf/provider-aws/lib/nat-gateway/index.js'))
      .NatGateway,
    Route: (require('@cdktf/provider-aws/lib/route/index.js') as typeof import('@cdktf/provider-aws/lib/route/index.js')).Route,
  };
}

/** Endpoints of AWS's services, and what guards those with an interface. */
export function loadEndpoints() {
  return {
    VpcEndpoint: (
      require('@cdktf/provider-aws/lib/vpc-endpoint/index.js') as typeof import('@cdktf/provider-aws/lib/vpc-endpoint/index.js')
    ).VpcEndpoint,
    SecurityGroup: (
      require('@cdktf/provider-aws/lib/security-group/index.js') as typeof import('@cdktf/provider-aws/lib/security-group/index.js')
    ).SecurityGroup,
    VpcSecurityGroupIngressRule: (
      require('@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js') as typeof import('@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js')
    ).VpcSecurityGroupIngressRule,
  };
}

/** Flow logs, and how they reach CloudWatch. */
export function loadFlowLogs() {
  return {
    FlowLog: (require('@cdktf/provider-aws/lib/flow-log/index.js') as typeof import('@cdktf/provider-aws/lib/flow-log/index.js')).FlowLog,
    CloudwatchLogGroup: (
      require('@cdktf/provider-aws/lib/cloudwatch-log-group/index.js') as typeof import('@cdktf/provider-aws/lib/cloudwatch-log-group/index.js')
    ).CloudwatchLogGroup,
    IamRole: (require('@cdktf/provider-aws/lib/iam-role/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role/index.js')).IamRole,
    IamRolePolicy: (
      require('@cdktf/provider-aws/lib/iam-role-policy/index.js') as typeof import('@cdktf/provider-aws/lib/iam-role-policy/index.js')
    ).IamRolePolicy,
  };
}

/** A VPC and subnets that exist. */
export function loadNetworkData() {
  return {
    DataAwsVpc: (require('@cdktf/provider-aws/lib/data-aws-vpc/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-vpc/index.js'))
      .DataAwsVpc,
    DataAwsSubnet: (
      require('@cdktf/provider-aws/lib/data-aws-subnet/index.js') as typeof import('@cdktf/provider-aws/lib/data-aws-subnet/index.js')
    ).DataAwsSubnet,
  };
}
