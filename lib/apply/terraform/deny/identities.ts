import { isListed } from '../../policy/patterns.ts';
import type { TerraformRules } from '../../policy/terraform-rules.ts';
import { type Block, entries, objects } from './configuration.ts';

/** Arguments of providers and backends that give another identity than the unit's. */
const IDENTITY =
  /^(profile|access_key|secret_key|token|session_token|shared_config_files?|shared_credentials_files?|credentials|config_paths?|config_context.*|client_certificate|client_key|password|username|insecure)$/;
const ENDPOINT = /^(endpoints?|.+_endpoint|custom_ca_bundle|https?_proxy|proxy_url|registry|registries|address)$/;
const ROLE = /^(role_arn|assume_role_arn)$/;

/** What a provider or backend is told to be or to talk to, that the policy does not list. @param what `the provider aws` */
export function identityProblems(block: Block, what: string, rules: TerraformRules): string[] {
  const problems: string[] = [];
  for (const { key, value } of entries(block.body)) {
    if (key === 'exec')
      for (const exec of objects(value)) {
        const line = [exec['command'], ...[exec['args'] ?? []].flat()].map(String).join(' ');
        const isAllowed = rules.credentialPrograms.some((allowed) => line === allowed || line.startsWith(`${allowed} `));
        if (!isAllowed || exec['env'] !== undefined) problems.push(`${what} runs ${JSON.stringify(line)} for its credentials`);
      }
    else if (IDENTITY.test(key) && isSet(value)) problems.push(`${what} has ${key}: an identity of its own`);
    else if (ROLE.test(key) && isSet(value) && !isListed(rules.assumeRoles, String(value)))
      problems.push(`${what} takes the role ${JSON.stringify(value)}`);
    else if (ENDPOINT.test(key))
      for (const address of addresses(value))
        if (!isListed(rules.endpoints, address)) problems.push(`${what} has ${key} ${JSON.stringify(address)}`);
  }
  return problems;
}

function addresses(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return objects(value).flatMap((one) => Object.values(one).flatMap(addresses));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
}
