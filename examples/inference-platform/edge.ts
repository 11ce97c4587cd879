import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl/index.js';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js';
import { type Environment, Platform, type Reference, terraformReference, Unit } from 'keelson';
import type { Alarms } from './alarms.ts';
import type { Keys } from './keys.ts';
import type { Stage } from './stage.ts';

/** Groups of rules that AWS looks after, in their order. */
const MANAGED = ['AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'];
/** Requests of one address in five minutes: a person makes fewer. */
const REQUESTS = 2000;

/** The firewall that stands before the public load balancer. @returns its ARN */
export function addFirewall(environment: Environment, stage: Stage, keys: Keys, alarms: Alarms): Reference<string> {
  const edge = new Unit(environment, 'edge');
  const name = `${Platform.of(environment).name}-${stage.name}`;
  const seen = (metricName: string) => ({ cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });
  const firewall = new Wafv2WebAcl(edge, 'firewall', {
    name,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seen(name),
    rule: [
      {
        name: 'rate',
        priority: 0,
        action: { block: {} },
        statement: { rate_based_statement: { limit: REQUESTS, aggregate_key_type: 'IP' } },
        visibilityConfig: seen('rate'),
      },
      ...MANAGED.map((group, index) => ({
        name: group,
        priority: index + 1,
        overrideAction: { none: {} },
        statement: { managed_rule_group_statement: { vendor_name: 'AWS', name: group } },
        visibilityConfig: seen(group),
      })),
    ],
  });
  const logs = new CloudwatchLogGroup(edge, 'firewall-logs', {
    name: `aws-waf-logs-${name}`, // WAF takes no other beginning
    retentionInDays: stage.logDays,
    kmsKeyId: `${keys.logs.arn}`,
  });
  new Wafv2WebAclLoggingConfiguration(edge, 'firewall-logging', {
    resourceArn: firewall.arn,
    logDestinationConfigs: [logs.arn],
    redactedFields: [{ singleHeader: { name: 'authorization' } }, { singleHeader: { name: 'cookie' } }],
    loggingFilter: {
      defaultBehavior: 'DROP',
      filter: [{ behavior: 'KEEP', requirement: 'MEETS_ANY', condition: [{ actionCondition: { action: 'BLOCK' } }] }],
    },
  });
  const dimensions = { WebACL: name, Region: stage.place.region, Rule: 'ALL' };
  alarms.above(
    'blocked-requests',
    { namespace: 'AWS/WAFV2', metric: 'BlockedRequests', dimensions },
    10_000,
    'The firewall blocks many requests',
  );
  return terraformReference(edge, firewall.arn);
}
