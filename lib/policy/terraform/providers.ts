import type { Finding } from '../finding.ts';
import { blocksOf, isJson, type Json, listAt, objectAt } from './stack.ts';

type Report = (finding: Pick<Finding, 'code' | 'pointer' | 'object' | 'message' | 'fix'>) => void;

/** Every provider that a resource uses is required with source and version (KS6012), and configured (KS6002). */
export function checkProviders(stack: Json, report: Report): void {
  const required = new Map(
    listAt(stack, 'terraform').flatMap((block) => listAt(block, 'required_providers').flatMap((entry) => Object.entries(entry))),
  );
  for (const [name, requirement] of required) {
    const pointer = `/terraform/required_providers/${name}`;
    for (const field of ['source', 'version'] as const) {
      if (isJson(requirement) && typeof requirement[field] === 'string' && requirement[field] !== '') continue;
      report({ code: 'KS6012', pointer, message: `the provider ${name} has no ${field}`, fix: `give its ${field}` });
    }
  }
  const configured = objectAt(stack, 'provider');
  for (const { address, type, body } of blocksOf(stack)) {
    if (type === 'module') continue;
    const [name = '', alias] = typeof body['provider'] === 'string' ? body['provider'].split('.') : [type.split('_')[0]];
    // terraform_data and terraform_remote_state are part of Terraform itself.
    if (name === 'terraform') continue;
    const pointer = `/${address.replaceAll('.', '/')}`;
    if (!required.has(name))
      report({
        code: 'KS6012',
        pointer,
        object: address,
        message: `${address} uses the provider ${name}, which required_providers does not have`,
        fix: `declare ${name} with source and version`,
      });
    const configurations = listAt(configured, name);
    if (configurations.some((configuration) => configuration['alias'] === alias)) continue;
    const what = alias === undefined ? `the provider ${name}` : `the alias ${alias} of the provider ${name}`;
    report({
      code: 'KS6002',
      pointer,
      object: address,
      message: `${address} uses ${what}, which is not configured`,
      fix: 'create the provider construct in the same Unit or Environment',
    });
  }
}
