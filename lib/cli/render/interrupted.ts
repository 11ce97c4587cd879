import type { KeelsonError } from '../../core/errors.ts';
import { type ObjectChange, refName, type UnitOutcome } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { count } from './summary.ts';

/** Objects that are named of a unit at most. */
const MOST_NAMED = 5;

/** Says what kept a run from its end: somebody who interrupted it, and errors. */
export function printEnd(output: Output, units: readonly UnitOutcome[], errors: readonly KeelsonError[], wasInterrupted: boolean): void {
  if (wasInterrupted) printInterrupted(output, units);
  for (const error of errors) if (!isInterruption(error)) output.error(error);
}

/** Whether an error only tells that somebody ended the run, which the summary of what was done says better. */
function isInterruption({ code }: KeelsonError): boolean {
  return code === 'KS8027' || code === 'KS8092';
}

/** Says of a run that was interrupted what was done and what was not. */
function printInterrupted(output: Output, units: readonly UnitOutcome[]): void {
  const open = units.filter(({ result }) => result === 'interrupted');
  if (open.length === 0) return;
  output.line(`${output.style('yellow', 'interrupted')}: ${count(units.length - open.length, 'unit')} of ${units.length} came to an end`);
  for (const unit of open) output.line(`  ${output.style('bold', unit.unit)}: ${howFar(unit)}`);
  output.line('what was intended is recorded; run it again to go on');
}

function howFar({ plane, kubernetes, planned }: UnitOutcome): string {
  if (plane === 'terraform') return planned ? 'Terraform was asked to end while it applied' : 'nothing was done';
  const made = new Set(kubernetes?.events.flatMap(({ id, result }) => (result === 'failed' ? [] : id)));
  const left = (kubernetes?.plan.changes ?? []).filter(({ id }) => !made.has(id));
  if (left.length === 0) return made.size === 0 ? 'it was not begun' : `${made.size} done, and not waited for`;
  return `${made.size} done, ${left.length} not: ${names(left)}`;
}

function names(changes: readonly ObjectChange[]): string {
  const named = changes.slice(0, MOST_NAMED).map(({ action, object }) => `${action} ${refName(object)}`);
  const more = changes.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
