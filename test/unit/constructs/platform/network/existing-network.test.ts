import { describe, expect, test } from 'vitest';
import { type ExistingNetworkProps, Network } from '../../../../../lib/constructs/platform/network/network.ts';
import type { INetwork } from '../../../../../lib/constructs/platform/network/network-interface.ts';
import { Environment } from '../../../../../lib/synth/environment.ts';
import { type Synthesised, synthTree } from '../../../../../lib/testing/index.ts';
import { validateContent } from '../../../../../lib/toolkit/validate/index.ts';
import { configMap, TestCluster } from '../../../../support/tree.ts';

const build = (props: object, use: (network: INetwork) => readonly unknown[] = () => []): Synthesised =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', { region: 'eu-central-1' });
    const network = Network.existing(environment, 'main', props as ExistingNetworkProps);
    const values = use(network);
    configMap(new TestCluster(environment, 'k'), 'net', { vpc: network.vpcId, ...values });
  });
const byTags = { vpcTags: { Name: 'core' }, zones: ['a', 'b'] };
const byId = { vpcId: 'vpc-0123456789abcdef0', zones: ['a', 'b'] };

describe('an existing network', () => {
  test('is found by its tags, and only the subnets that something uses', () => {
    const result = build(byTags, (network) => [...network.subnetIds('private'), ...network.subnetIds('private', ['b'])]);
    expect(result.resource('data.aws_vpc').body).toEqual({ tags: { Name: 'core' } });
    expect(result.resource('data.aws_subnet', 'main_private-eu-central-1b').body).toEqual({
      vpc_id: '${data.aws_vpc.main_vpc.id}',
      availability_zone: 'eu-central-1b',
      tags: { 'kubernetes.io/role/internal-elb': '1' },
    });
    expect(result.resources.map(({ address }) => address)).toHaveLength(3);
    expect(result.object('ConfigMap', 'net')['data']).toMatchObject({
      vpc: '<keelson:terraform.network.data_aws_vpc_main_vpc_id>',
      0: '<keelson:terraform.network.data_aws_subnet_main_private_eu_central_1a_id>',
    });
    expect(validateContent(result.content).findings).toEqual([]);
  });

  test('is found by ids, which must be in the zones and the range that the program says', () => {
    const subnets = { intra: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };
    const result = build({ ...byId, subnets, cidr: '10.0.0.0/16' }, (network) => network.subnetIds('intra'));
    expect(result.resource('data.aws_vpc').body).toMatchObject({
      id: byId.vpcId,
      lifecycle: { postcondition: [{ condition: '${contains(self.cidr_block_associations[*].cidr_block, "10.0.0.0/16")}' }] },
    });
    expect(result.resource('data.aws_subnet', 'main_intra-eu-central-1b').body).toMatchObject({
      id: 'subnet-0123456789abcdef1',
      lifecycle: { postcondition: [{ condition: '${self.availability_zone == "eu-central-1b"}' }] },
    });
  });

  test('takes tags of its own for a tier', () => {
    const result = build({ ...byTags, subnetTags: { intra: { tier: 'db' } } }, (network) => network.subnetIds('intra', ['a']));
    expect(result.resource('data.aws_subnet').body['tags']).toEqual({ tier: 'db' });
  });

  test.each([
    [{ zones: ['a', 'b'] }, 'KS1001', 'given when vpcTags is not'],
    [{ ...byTags, ...byId }, 'KS1001', 'absent when it is'],
    [{ ...byTags, vpcTags: {} }, 'KS1001', 'one tag or more'],
    [{ ...byId, vpcId: 'core' }, 'KS1001', 'must be an id, such as vpc-0123456789abcdef0'],
    [{ ...byId, zones: ['a'] }, 'KS6021', 'the zone eu-central-1a only'],
    [{ ...byId, subnets: { private: ['subnet-0123456789abcdef0'] } }, 'KS1001', 'prop subnets.private has 1 ids for 2 zones'],
  ])('%j is told', (props, code, words) => {
    const [error, ...more] = build(props).errors;
    expect(error?.message).toMatch(new RegExp(`^${code} prod/main.*`));
    expect(error?.message).toContain(words);
    expect(more).toEqual([]);
  });

  test('without tags or ids of a tier is told when something asks for it', () => {
    const { errors } = build(byTags, (network) => network.subnetIds('intra'));
    expect(errors.map(({ message }) => message).join()).toContain('KS6023 prod/main');
  });
});
