import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate/index.js';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation/index.js';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy/index.js';
import { KmsKey as Key } from '@cdktf/provider-aws/lib/kms-key/index.js';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec/index.js';
import { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key/index.js';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log/index.js';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone/index.js';
import { type Environment, Platform, type Reference, Region, terraformReference, Unit } from 'keelson';
import type { Stage } from './stage.ts';

/** What is known of a stage's domain once Terraform ran. */
export interface Dns {
  readonly zoneId: Reference<string>;
  /** Certificate for every host of the domain, which is valid. */
  readonly certificateArn: Reference<string>;
}

/** Route 53 keeps the logs of its zones, and their signing keys, in this region only. */
const ROUTE53_REGION = 'us-east-1';

export function addDns(environment: Environment, stage: Stage): Dns {
  const dns = new Unit(environment, 'dns');
  const zone = new Route53Zone(dns, 'zone', { name: stage.domain, forceDestroy: false });
  new Route53Record(dns, 'caa', {
    zoneId: zone.zoneId,
    name: stage.domain,
    type: 'CAA',
    ttl: 3600,
    records: ['0 issue "amazon.com"', '0 iodef "mailto:security@acme.example"'], // nobody else may issue certificates for it
  });
  const certificate = new AcmCertificate(dns, 'certificate', {
    domainName: `*.${stage.domain}`,
    validationMethod: 'DNS',
    lifecycle: { createBeforeDestroy: true },
  });
  const option = certificate.domainValidationOptions.get(0);
  const proof = new Route53Record(dns, 'proof', {
    zoneId: zone.zoneId,
    name: option.resourceRecordName,
    type: option.resourceRecordType,
    records: [option.resourceRecordValue],
    ttl: 300,
    allowOverwrite: true,
  });
  const valid = new AcmCertificateValidation(dns, 'valid', { certificateArn: certificate.arn, validationRecordFqdns: [proof.fqdn] });
  addQueryLog(dns, zone, stage);
  if (stage.production) signZone(dns, zone, stage);
  return { zoneId: terraformReference(dns, zone.zoneId), certificateArn: terraformReference(dns, valid.certificateArn) };
}

/** Who asks for which name, to see what is tried. */
function addQueryLog(dns: Unit, zone: Route53Zone, stage: Stage): void {
  const region = new Region(dns, ROUTE53_REGION);
  const group = new CloudwatchLogGroup(region, 'queries', { name: `/aws/route53/${stage.domain}`, retentionInDays: stage.logDays });
  const policy = new CloudwatchLogResourcePolicy(region, 'writer', {
    policyName: `${Platform.of(dns).name}-${stage.name}-route53`,
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'route53.amazonaws.com' },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${group.arn}:*`,
          Condition: { StringEquals: { 'aws:SourceAccount': stage.place.account } },
        },
      ],
    }),
  });
  new Route53QueryLog(dns, 'queries', { zoneId: zone.zoneId, cloudwatchLogGroupArn: group.arn, dependsOn: [policy] });
}

/** Signs the answers of the zone, so that nobody can give others. Source: Amazon Route 53 Developer Guide, "Working with customer managed keys for DNSSEC". */
function signZone(dns: Unit, zone: Route53Zone, stage: Stage): void {
  const { account } = stage.place;
  const region = dns.node.findChild(ROUTE53_REGION) as Region;
  const principal = { Service: 'dnssec-route53.amazonaws.com' };
  const own = { StringEquals: { 'aws:SourceAccount': account } };
  const key = new Key(region, 'signing-key', {
    description: `Signs ${stage.domain}`,
    customerMasterKeySpec: 'ECC_NIST_P256', // the one kind that Route 53 takes
    keyUsage: 'SIGN_VERIFY',
    deletionWindowInDays: 30,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Account', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
        {
          Sid: 'Route53',
          Effect: 'Allow',
          Principal: principal,
          Action: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
          Resource: '*',
          Condition: own,
        },
        {
          Sid: 'Route53Grants',
          Effect: 'Allow',
          Principal: principal,
          Action: 'kms:CreateGrant',
          Resource: '*',
          Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ],
    }),
  });
  const signingKey = new Route53KeySigningKey(dns, 'signing-key', {
    hostedZoneId: zone.zoneId,
    keyManagementServiceArn: key.arn,
    name: `${stage.name}1`,
  });
  new Route53HostedZoneDnssec(dns, 'signed', { hostedZoneId: zone.zoneId, dependsOn: [signingKey] });
}
