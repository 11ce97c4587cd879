import { createHash } from 'node:crypto';
import type { ValueType } from '../../../assembly/schema.ts';

const ACCOUNT = '000000000000';
const REGION = 'eu-central-1';

/** What a value is by the end of its name, as the AWS provider names attributes; the first that fits. */
const FORMS: readonly (readonly [name: RegExp, form: (id: string, hex: string) => string])[] = [
  [/arns?$/, (id) => `arn:aws:sandbox:${REGION}:${ACCOUNT}:sandbox/${id}`],
  [/security_group(_ids?)?$|security_group.*_ids?$/, (_, hex) => `sg-${hex}`],
  [/placement_group_id$/, (_, hex) => `pg-${hex}`],
  [/capacity_reservation.*_id$/, (_, hex) => `cr-${hex}`],
  [/subnet.*_ids?$/, (_, hex) => `subnet-${hex}`],
  [/vpc.*_id$/, (_, hex) => `vpc-${hex}`],
  [/file_system.*_id$/, (_, hex) => `fs-${hex}`],
  [/ami.*_id$|image_id$/, (_, hex) => `ami-${hex}`],
  [/account(_id)?$/, () => ACCOUNT],
  [/region$/, () => REGION],
  [/zone$/, () => `${REGION}a`],
  [/cidr(_block)?$/, () => '10.0.0.0/16'],
  [/(^|_)ip(_address)?$/, () => '192.0.2.1'],
  [/certificate_authority|_data$/, () => Buffer.from('sandbox').toString('base64')],
  [/port$/, () => '8080'],
  [/(url|uri|issuer)$/, (id) => `https://${id}.sandbox.invalid`],
  [/cluster_endpoint$|eks_cluster.*endpoint$/, (id) => `https://${id}.sandbox.invalid`],
  [/(endpoint|host|hostname|domain|domain_name|dns_name|address)$/, (id) => `${id}.sandbox.invalid`],
];

/**
 * A value for a binding that has no source in a sandbox, of the right type and of the form that its name tells, so that the API server's
 * schemas take it. The same name gives the same value. Names under `.invalid` lead nowhere (RFC 6761).
 * @param name the output's name, or the expression that it stands for
 */
export function standIn(unit: string, output: string, type: ValueType, name: string = output): unknown {
  const hash = createHash('sha256').update(`${unit}.${output}`).digest('hex');
  const attribute = name
    .replace(/^\$\{|\}$/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll('.', '_');
  const id = `sandbox-${attribute
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(-40)
    .replaceAll(/^-+|-+$/g, '')}`;
  const text = FORMS.find(([form]) => form.test(attribute))?.[1](id, hash.slice(0, 17)) ?? id;
  switch (type) {
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : 1;
    case 'boolean':
      return true;
    case 'list':
      return [text];
    case 'map':
      return {};
    default:
      return text;
  }
}
