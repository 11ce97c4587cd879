import { satisfies } from 'semver';
import type { Policy } from '../../apply/policy/policy.ts';
import type { TerraformAccess } from '../../apply/run/environment-run.ts';
import { findTerraform } from '../../apply/terraform/runner/find-program.ts';
import { knownTerraform, rememberTerraform } from '../../apply/terraform/runner/known-program.ts';
import { unitCredentials } from '../../apply/terraform/runner/unit-credentials.ts';
import type { TerraformContext } from '../../apply/terraform/unit/session.ts';
import { KeelsonError } from '../../core/errors.ts';
import { once } from '../../core/once.ts';

/** How Terraform is found and run on this machine. */
export interface TerraformOptions {
  readonly policy: Policy;
  /** Folder of the applier. */
  readonly home: string;
  /** Name or path of the program. @default - tofu, else terraform */
  readonly program?: string;
  /** What every unit is run with, beside its own. @default - nothing */
  readonly shared?: Pick<TerraformContext, 'records' | 'holder' | 'isDead'>;
}

/** Terraform on this machine; the program is looked for when the first unit needs it. */
export function terraformAccess({ policy, home, program: wanted, shared = {} }: TerraformOptions): TerraformAccess {
  const program = once(async () => {
    const found = await findTerraform(wanted);
    checkTool(found, policy);
    rememberTerraform(home, found);
    return found;
  });
  const tool = once(async () => {
    const found = await knownTerraform(home, wanted);
    checkTool(found, policy);
    return found;
  });
  return {
    tool,
    context: async (key, roles) => ({
      ...shared,
      program: await program(),
      rules: policy.terraformRules(key),
      home,
      credentials: unitCredentials(roles, key),
    }),
  };
}

/** Throws KS8121 for a program that the policy does not have run anything. */
function checkTool({ name, version }: { readonly name: 'tofu' | 'terraform'; readonly version: string }, { tools }: Policy): void {
  if (!tools) return;
  const range = tools[name];
  const called = name === 'tofu' ? 'OpenTofu' : 'Terraform';
  if (range === undefined) throw new KeelsonError('KS8121', { object: `${called} ${version}`, message: `the policy has no tools.${name}` });
  if (!satisfies(version, range))
    throw new KeelsonError('KS8121', { object: `${called} ${version}`, message: `tools.${name} is ${range}` });
}
