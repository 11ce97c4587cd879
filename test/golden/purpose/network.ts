import { type Body, type Estate, each, has, type Purposes, type Resource } from './estate.ts';

const subnets = (estate: Estate, tier: string): readonly Resource[] =>
  estate.of('aws_subnet').filter(({ address }) => address.includes(`_${tier}-`));
const tableOf = (estate: Estate, subnet: Resource): Resource | undefined => {
  const association = estate
    .of('aws_route_table_association')
    .find((one) => estate.target(one, one.body['subnet_id'], 'aws_subnet') === subnet);
  return association && estate.target(association, association.body['route_table_id'], 'aws_route_table');
};
const defaultRoute = (estate: Estate, subnet: Resource): Resource | undefined => {
  const table = tableOf(estate, subnet);
  return estate
    .of('aws_route')
    .find(
      (one) =>
        one.body['destination_cidr_block'] === '0.0.0.0/0' &&
        table &&
        estate.target(one, one.body['route_table_id'], 'aws_route_table') === table,
    );
};
const natOf = (estate: Estate, subnet: Resource): Resource | undefined => {
  const route = defaultRoute(estate, subnet);
  return route && estate.target(route, route.body['nat_gateway_id'], 'aws_nat_gateway');
};
const interfaces = (estate: Estate): readonly Resource[] =>
  estate.of('aws_vpc_endpoint').filter(({ body }) => body['vpc_endpoint_type'] === 'Interface');
const services = (estate: Estate): string[] =>
  estate.all('aws_vpc_endpoint').map(({ service_name }) => String(service_name).split('.').slice(3).join('.'));
const withEfa = (estate: Estate): readonly Resource[] =>
  estate
    .of('aws_launch_template')
    .filter(({ body }) => body['network_interfaces']?.some((one: Body) => one['interface_type'] === 'efa-only'));
const efaGroup = (estate: Estate): Resource | undefined => {
  const [template] = withEfa(estate);
  return estate
    .of('aws_security_group')
    .find((group) => template && estate.targets(template, template.body['network_interfaces'], 'aws_security_group').includes(group));
};
const itself = (estate: Estate, type: string): boolean => {
  const group = efaGroup(estate);
  return estate
    .of(type)
    .some(
      (rule) =>
        group !== undefined &&
        rule.body['ip_protocol'] === '-1' &&
        estate.target(rule, rule.body['security_group_id'], 'aws_security_group') === group &&
        estate.target(rule, rule.body['referenced_security_group_id'], 'aws_security_group') === group,
    );
};

/** What the network is for. */
export const network: Purposes = {
  aws_vpc: [
    'subnets are in a VPC whose hosts have names, as private endpoints need',
    (estate) =>
      each(estate.of('aws_subnet'), (subnet) => {
        const association = estate.target(subnet, subnet.body['vpc_id'], 'aws_vpc_ipv4_cidr_block_association');
        const vpc =
          estate.target(subnet, subnet.body['vpc_id'], 'aws_vpc') ??
          (association && estate.target(association, association.body['vpc_id'], 'aws_vpc'));
        return vpc?.body['enable_dns_hostnames'] === true && vpc.body['enable_dns_support'] === true;
      }),
  ],
  aws_vpc_ipv4_cidr_block_association: [
    'pods have a range of their own, which their subnets wait for',
    (estate) =>
      each(subnets(estate, 'pods'), (subnet) => {
        const range = estate.target(subnet, subnet.body['vpc_id'], 'aws_vpc_ipv4_cidr_block_association');
        return (
          range !== undefined &&
          String(subnet.body['cidr_block']).startsWith(String(range.body['cidr_block']).split('.').slice(0, 2).join('.'))
        );
      }),
  ],
  aws_subnet: [
    'the control plane is in three zones, and load balancers find subnets in each',
    (estate) => {
      const [cluster] = estate.of('aws_eks_cluster');
      const own = cluster ? estate.targets(cluster, cluster.body['vpc_config'], 'aws_subnet') : [];
      const zones = (tag: string) =>
        new Set(
          estate
            .all('aws_subnet')
            .filter(({ tags }) => tags?.[tag] === '1')
            .map((one) => one['availability_zone']),
        );
      return own.length >= 3 && zones('kubernetes.io/role/elb').size >= 3 && zones('kubernetes.io/role/internal-elb').size >= 3;
    },
  ],
  aws_route_table_association: [
    'every subnet has routes',
    (estate) => each(estate.of('aws_subnet'), (subnet) => tableOf(estate, subnet) !== undefined),
  ],
  aws_route_table: [
    'only public subnets have a way in',
    (estate) =>
      each([...subnets(estate, 'private'), ...subnets(estate, 'intra')], (subnet) => {
        const table = tableOf(estate, subnet);
        return table !== undefined && subnets(estate, 'public').every((one) => tableOf(estate, one) !== table);
      }),
  ],
  aws_route: [
    'nodes reach the internet, and the internet the load balancers',
    (estate) => each([...subnets(estate, 'public'), ...subnets(estate, 'private')], (subnet) => defaultRoute(estate, subnet) !== undefined),
  ],
  aws_internet_gateway: [
    'public subnets lead to an internet gateway of their VPC',
    (estate) =>
      each(subnets(estate, 'public'), (subnet) => {
        const route = defaultRoute(estate, subnet);
        const gateway = route && estate.target(route, route.body['gateway_id'], 'aws_internet_gateway');
        return gateway !== undefined && estate.target(gateway, gateway.body['vpc_id'], 'aws_vpc') !== undefined;
      }),
  ],
  aws_nat_gateway: [
    'each zone has a NAT gateway of its own, so that the loss of one zone is that of one',
    (estate) =>
      new Set(subnets(estate, 'private').map((subnet) => natOf(estate, subnet)?.address)).size >= 3 &&
      each(subnets(estate, 'private'), (subnet) => natOf(estate, subnet) !== undefined),
  ],
  aws_eip: [
    'traffic comes from addresses that partners can let in',
    (estate) =>
      each(subnets(estate, 'private'), (subnet) => {
        const nat = natOf(estate, subnet);
        return nat !== undefined && estate.target(nat, nat.body['allocation_id'], 'aws_eip')?.body['domain'] === 'vpc';
      }),
  ],
  aws_default_security_group: [
    'what names no security group gets no traffic',
    (estate) =>
      each(estate.of('aws_vpc'), (vpc) =>
        estate
          .of('aws_default_security_group')
          .some(
            (group) =>
              estate.target(group, group.body['vpc_id'], 'aws_vpc') === vpc &&
              group.body['ingress'].length + group.body['egress'].length === 0,
          ),
      ),
  ],
  aws_security_group: [
    'endpoints stand behind a security group',
    (estate) => each(interfaces(estate), (one) => estate.target(one, one.body['security_group_ids'], 'aws_security_group') !== undefined),
  ],
  aws_vpc_security_group_ingress_rule: [
    'endpoints take HTTPS from nodes and pods, and EFA what its own group sends',
    (estate) => {
      const [vpc] = estate.all('aws_vpc');
      const ranges = [vpc?.['cidr_block'], ...estate.all('aws_vpc_ipv4_cidr_block_association').map((one) => one['cidr_block'])];
      const open = estate.all('aws_vpc_security_group_ingress_rule').filter((rule) => rule['from_port'] === 443 && rule['to_port'] === 443);
      return (
        has(
          open.map((rule) => rule['cidr_ipv4']),
          ...ranges,
        ) && itself(estate, 'aws_vpc_security_group_ingress_rule')
      );
    },
  ],
  aws_vpc_security_group_egress_rule: ['EFA may send to its own group', (estate) => itself(estate, 'aws_vpc_security_group_egress_rule')],
  aws_vpc_endpoint: [
    'nodes pull images, take roles and read secrets without the internet',
    (estate) => has(services(estate), 's3', 'ecr.api', 'ecr.dkr', 'sts', 'eks-auth', 'secretsmanager', 'logs'),
  ],
  aws_flow_log: [
    'all traffic of the VPC is logged, encrypted',
    (estate) =>
      estate
        .of('aws_flow_log')
        .some(
          (log) =>
            log.body['traffic_type'] === 'ALL' &&
            estate.target(log, log.body['vpc_id'], 'aws_vpc') !== undefined &&
            estate.target(log, log.body['log_destination'], 'aws_cloudwatch_log_group')?.body['kms_key_id'] !== undefined,
        ),
  ],
};
