import { costText, type ResourceChange, type TerraformChanges } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { fieldLine } from './plan.ts';

type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'dim';
const SIGNS: Readonly<Record<ResourceChange['action'], readonly [sign: string, colour: Colour]>> = {
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  replace: ['!', 'red'],
  delete: ['-', 'red'],
  forget: ['=', 'dim'],
  move: ['>', 'cyan'],
  import: ['<', 'cyan'],
  read: [' ', 'dim'],
};

/** Prints what Terraform would do, resource by resource, each with its fields and why it is replaced. */
export function printTerraformChanges(output: Output, { resources, outputs }: TerraformChanges): void {
  for (const { address, action, previousAddress, importId, fields, forcedBy, reason, cost } of resources) {
    const [sign, colour] = SIGNS[action];
    const notes = [
      previousAddress && `was ${previousAddress}`,
      importId && `id ${importId}`,
      forcedBy && `since ${forcedBy.join(', ')} can not change`,
      reason?.replaceAll('_', ' '),
      cost && costText(cost),
    ].filter(Boolean);
    output.line(`  ${output.style(colour, `${sign} ${action} ${address}`)}${notes.length > 0 ? `: ${notes.join('; ')}` : ''}`);
    for (const field of fields) output.line(fieldLine(field));
  }
  if (outputs.length > 0) output.line('  outputs');
  for (const field of outputs) output.line(fieldLine(field));
}

/** `2 create, 1 replace`. */
export function terraformSummary({ resources, outputs }: TerraformChanges): string {
  const counts = new Map<string, number>();
  for (const { action } of resources) counts.set(action, (counts.get(action) ?? 0) + 1);
  if (resources.length === 0 && outputs.length > 0) return `${outputs.length} ${outputs.length === 1 ? 'output' : 'outputs'}`;
  return [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
}
