import { type BootstrapOptions, roleName } from './options.ts';
import type { Trust } from './trust.ts';

type Checked = Required<Omit<BootstrapOptions, 'directory'>>;

/** `settings.tf`: everything that differs between two environments, formatted as `terraform fmt` does. */
export function settingsFile(options: Checked, trust: Trust): string {
  const { platform, environment, account, region, bucket, units, applyPolicies, existingIssuer } = options;
  const pairs = [undefined, ...units].map((unit) => ({
    id: unit ?? 'default',
    name: roleName(platform, environment, unit),
    states: `${platform}/${environment}/${unit ?? '*'}`,
  }));
  return `locals {
${aligned({ platform: text(platform), environment: text(environment), account: text(account), region: text(region), bucket: text(bucket) })}

  # Tokens of CI: who signs them, and the subjects that may plan and apply.
${aligned({
  issuer: text(trust.issuer),
  audience: text(trust.audience),
  create_issuer: String(!existingIssuer),
  thumbprints: 'null # AWS knows the certificate authorities of public issuers',
  plan_subjects: list(trust.plan),
  apply_subjects: list(trust.apply),
})}

  # What the apply roles may do.
  apply_policies = ${list(applyPolicies)}

  # Pairs of roles, each with the states that it reaches.
  roles = {
${aligned(Object.fromEntries(pairs.map(({ id, name, states }) => [key(id), `{ name = ${text(name)}, states = ${text(states)} }`])), 4)}
  }
}
`;
}

/** Attributes one a line, with their values in one column. */
function aligned(attributes: Readonly<Record<string, string>>, indent = 2): string {
  const width = Math.max(...Object.keys(attributes).map((name) => name.length));
  return Object.entries(attributes)
    .map(([name, value]) => `${' '.repeat(indent)}${name.padEnd(width)} = ${value}`)
    .join('\n');
}

/** The options are checked before: none holds what HCL would read in a text. */
function text(value: string): string {
  return JSON.stringify(value);
}

function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** A name that is no identifier stands in quotes. */
function key(name: string): string {
  return /^[a-z_][a-z0-9_-]*$/.test(name) ? name : text(name);
}
