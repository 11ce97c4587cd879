import { KeelsonError } from '../../core/errors.ts';
import { approvePlan, type ChangeDocument } from '../../toolkit/apply/approve.ts';
import type { TerraformChanges, UnitPlan } from '../../toolkit/apply/types.ts';
import type { CommandRun } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { printNeeds } from '../render/outcomes.ts';
import { printUnitPlan } from '../render/plan.ts';
import { printTerraformChanges, terraformSummary } from '../render/terraform-plan.ts';

/** keelson approve. */
export const run: CommandRun = async ({ arguments: [plan = ''], options, output }) => {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const [policy, key, kubeconfig, context, store] = ['policy', 'key', 'kubeconfig', 'context', 'store'].map(text);
  const [json, yes] = [options['output'] === 'json', options['yes'] === true];
  const agree = async (document: ChangeDocument, by: string): Promise<boolean> => {
    if (!json) printDocument(output, document);
    if (yes) return true;
    if (json || !process.stdin.isTTY || !process.stderr.isTTY)
      throw new KeelsonError('KS8088', {
        object: plan,
        message: `${by} was not asked, since this is no terminal`,
        fix: 'look at the plan, and then say --yes',
      });
    return confirm(`approve this for ${document.environment}, as ${by}? [y/N] `);
  };
  const { document, by, where } = await approvePlan(
    {
      plan,
      ...(policy !== undefined && { policy }),
      ...(key !== undefined && { key }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(context !== undefined && { context }),
      ...(store !== undefined && { store }),
    },
    agree,
  );
  const units = document.units.map(({ unit }) => unit);
  if (json) output.json({ environment: document.environment, units, by, where });
  else if (by === undefined) output.line('nothing was approved');
  else output.done(`${plan}: approved by ${by}, ${where}`);
  return EXIT.done;
};

function printDocument(output: Output, { units }: ChangeDocument): void {
  for (const one of units) {
    if (one.plane === 'kubernetes') printUnitPlan(output, { unit: one.unit, key: one.key, changes: one.changes, unchanged: 0 } as UnitPlan);
    else {
      output.line(`${output.style('bold', one.unit)}: ${terraformSummary(one.changes as TerraformChanges)}`);
      printTerraformChanges(output, one.changes as TerraformChanges);
    }
    printNeeds(output, one.unit, one.needs);
  }
}
