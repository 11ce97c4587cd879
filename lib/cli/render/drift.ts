import { type ObjectDrift, refName, type UnitDrift } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { fieldLine } from './plan.ts';

const WORDS: Readonly<Record<ObjectDrift['kind'], string>> = {
  changed: 'changed',
  deleted: 'deleted',
  recreated: 'made again',
  guarded: 'other finalizers or owners',
};

/** Prints drift: each unit with its objects, each object with the fields that differ. */
export function printDrift(output: Output, units: readonly UnitDrift[]): void {
  for (const { unit, objects, correct, corrected, errors } of units) {
    const done = corrected === undefined ? (correct ? '' : ', reported only, by the policy') : `, ${corrected.length} corrected`;
    output.line(`${output.style('bold', unit)}: ${objects.length} drifted${done}`);
    for (const { object, kind, path, reason, fields } of objects) {
      const where = path === undefined ? '' : output.style('dim', `  ${path}`);
      output.line(`  ${output.style('yellow', WORDS[kind])} ${refName(object)}${reason === undefined ? '' : `: ${reason}`}${where}`);
      for (const field of fields) output.line(fieldLine(field));
    }
    for (const error of errors) output.error(error);
  }
}
