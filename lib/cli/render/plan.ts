import type { FieldChange, ObjectChange, UnitPlan } from '../../toolkit/apply/types.ts';
import { refName } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';

type Colour = 'green' | 'yellow' | 'red' | 'dim';
const SIGNS: Readonly<Record<ObjectChange['action'], readonly [sign: string, colour: Colour]>> = {
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  adopt: ['>', 'yellow'],
  replace: ['!', 'red'],
  delete: ['-', 'red'],
  keep: ['=', 'dim'],
  conflict: ['x', 'red'],
  invalid: ['x', 'red'],
  unchanged: [' ', 'dim'],
};
const LONGEST = 80;

/** Prints what is planned for a Kubernetes unit: its changes, each with its fields. */
export function printUnitPlan(output: Output, { unit, changes, unchanged, standIns = {} }: UnitPlan): void {
  output.line(
    `${output.style('bold', unit)}: ${summary(changes)}${unchanged > 0 ? `${changes.length > 0 ? ', ' : ''}${unchanged} unchanged` : ''}`,
  );
  for (const [name, made] of Object.entries(standIns)) output.line(output.style('dim', `  stand-in for ${name}: ${value(made)}`));
  for (const change of changes) printChange(output, change);
}

function printChange(output: Output, { action, object, path, fields, lost, reason = lost }: ObjectChange): void {
  const [sign, colour] = SIGNS[action];
  const where = path === undefined ? '' : output.style('dim', `  ${path}`);
  // What speaks against it is told by its error.
  const why = reason === undefined || action === 'invalid' || action === 'conflict' ? '' : `: ${reason}`;
  output.line(`  ${output.style(colour, `${sign} ${action} ${refName(object)}`)}${why}${where}`);
  for (const field of fields) output.line(fieldLine(field));
}

/** `      data.a: b -> c`. */
export function fieldLine({ name, before, after }: FieldChange): string {
  return `      ${name}: ${value(before)} -> ${value(after)}`;
}

/** `2 create, 1 delete`. */
export function summary(changes: readonly ObjectChange[]): string {
  const counts = new Map<string, number>();
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
}

function value(field: unknown): string {
  if (field === undefined) return '(none)';
  const text = typeof field === 'string' ? field : JSON.stringify(field);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
