import { type ObjectDrift, refName, type TerraformUnitDrift, type UnitDrift } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { fieldLine } from './plan.ts';

const WORDS: Readonly<Record<ObjectDrift['kind'], string>> = {
  changed: 'changed',
  deleted: 'deleted',
  relabelled: 'taken out of its unit',
  recreated: 'made again',
  guarded: 'other finalizers or owners',
};

/** Prints drift: each unit with its objects, each object with the fields that differ. */
export function printDrift(output: Output, units: readonly UnitDrift[]): void {
  for (const { unit, objects, correct, corrected, errors } of units) {
    heading(output, unit, objects.length, { correct, corrected });
    for (const { object, kind, path, reason, fields } of objects) {
      const where = path === undefined ? '' : output.style('dim', `  ${path}`);
      output.line(`  ${output.style('yellow', WORDS[kind])} ${refName(object)}${reason === undefined ? '' : `: ${reason}`}${where}`);
      for (const field of fields) output.line(fieldLine(field));
    }
    for (const error of errors) output.error(error);
  }
}

/** Prints the drift of Terraform units: each resource with the attributes that differ. */
export function printTerraformDrift(output: Output, units: readonly TerraformUnitDrift[]): void {
  for (const { unit, resources, correct, corrected, errors } of units) {
    if (resources.length > 0) heading(output, unit, resources.length, { correct, corrected });
    for (const { address, kind, fields } of resources) {
      output.line(`  ${output.style('yellow', kind)} ${address}`);
      for (const field of fields) output.line(fieldLine(field));
    }
    for (const error of errors) output.error(error);
  }
}

function heading(
  output: Output,
  unit: string,
  count: number,
  { correct, corrected }: { readonly correct: boolean; readonly corrected: readonly string[] | undefined },
): void {
  const done = corrected === undefined ? (correct ? '' : ', reported only, by the policy') : `, ${corrected.length} corrected`;
  output.line(`${output.style('bold', unit)}: ${count} drifted${done}`);
}
