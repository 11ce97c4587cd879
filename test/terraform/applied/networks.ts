import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { Network, type NetworkProps } from '../../../lib/constructs/platform/network/network.ts';
import { Environment } from '../../../lib/synth/environment.ts';
import { synthTree } from '../../../lib/testing/index.ts';
import { MOTO_ACCOUNT } from '../harness/moto.ts';

/** The unit that networks are in. */
export const UNIT = 'prod/terraform.network';
const place = { region: 'eu-central-1', account: MOTO_ACCOUNT };
/** A network of three zones. */
export const content = (props: Partial<NetworkProps> = {}) =>
  synthTree(
    (platform) =>
      void new Network(new Environment(platform, 'prod', place), 'main', { cidr: '10.0.0.0/16', zones: ['a', 'b', 'c'], ...props }),
    { name: 'acme' },
  ).content;
export const full = content({ podCidrs: ['100.64.0.0/16'], endpoints: ['ecr.api', 'sts'], nat: 'zone' });

/** A network that exists: found by tags, and its subnets in the values of a bucket's tags. */
export const existing = synthTree((platform) => {
  const environment = new Environment(platform, 'prod', place);
  const network = Network.existing(environment, 'core', {
    vpcTags: { Name: 'acme-prod-main' },
    cidr: '10.0.0.0/16',
    zones: ['a', 'c'],
    subnetTags: { intra: { Name: 'acme-prod-main-intra-eu-central-1c' } },
  });
  const [first, second] = network.subnetIds('private');
  const [intra] = network.subnetIds('intra', ['c']);
  new S3Bucket(environment, 'notes', { bucket: 'notes', tags: { first: `${first}`, second: `${second}`, intra: `${intra}` } });
}).content;

/** An existing network as a program says it wrongly. */
export const wrong = (props: object) =>
  synthTree((platform) => {
    const environment = new Environment(platform, 'prod', place);
    const network = Network.existing(environment, 'core', { vpcTags: { Name: 'acme-prod-main' }, zones: ['a', 'b'], ...props });
    new S3Bucket(environment, 'notes', { tags: { vpc: `${network.vpcId}`, subnet: `${network.subnetIds('private')[0]}` } });
  }).content;
