import type { ApprovalNeed } from '../../toolkit/apply/approve.ts';
import type { UnitOutcome } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { printUnitPlan } from './plan.ts';
import { printTerraformChanges, terraformSummary } from './terraform-plan.ts';

/** Prints a plan: each unit of both planes with its changes. */
export function printPlan(
  output: Output,
  units: readonly UnitOutcome[],
  needs: ReadonlyMap<string, readonly ApprovalNeed[]> = new Map(),
): void {
  for (const { unit, result, planned, after = [] } of units) {
    if (planned?.plane === 'kubernetes') printUnitPlan(output, planned.plan);
    else if (planned) {
      output.line(
        `${output.style('bold', unit)}: ${planned.removesUnit && !planned.wasAsked ? 'it left the program, ' : ''}${terraformSummary(planned.changes)}`,
      );
      printTerraformChanges(output, planned.changes);
    } else if (result === 'later') output.line(`${output.style('bold', unit)}: ${laterText(unit, after)}`);
    else if (result === 'unchanged') output.line(`${output.style('bold', unit)}: unchanged`);
    printNeeds(output, unit, needs.get(unit) ?? []);
  }
}

/** A run is about one environment: what another gives does not come with it. */
function laterText(unit: string, after: readonly string[]): string {
  const environment = unit.slice(0, unit.indexOf('/') + 1);
  const others = after.filter((one) => !one.startsWith(environment));
  if (others.length === 0) return `planned after ${after.join(', ')}`;
  const names = [...new Set(others.map((one) => one.slice(0, one.indexOf('/'))))];
  return `waits for ${others.join(', ')}: apply ${names.join(' and ')} first`;
}

/** What of a unit needs an approval. */
export function printNeeds(output: Output, unit: string, needs: readonly ApprovalNeed[]): void {
  for (const { what, why } of needs)
    output.line(`  ${output.style('yellow', 'needs an approval')}: ${what === unit ? why : `${what} ${why}`}`);
}

/** A plan as data, unit by unit. */
export function planData(units: readonly UnitOutcome[]): unknown[] {
  return units.map(({ unit, key, plane, result, planned, after }) => ({
    plane,
    unit,
    key,
    result,
    ...(planned?.plane === 'kubernetes' && planned.plan),
    ...(planned?.plane === 'terraform' && { changes: planned.changes, digest: planned.digest, state: planned.state }),
    ...(planned?.removesUnit && { removesUnit: true }),
    ...(after && { after }),
  }));
}

/** What became of a unit, in one line; undefined for one that its errors tell of. */
export function doneLine({ unit, plane, result, planned, kubernetes }: UnitOutcome): string | undefined {
  if (result !== 'applied' && result !== 'unchanged' && result !== 'removed') return undefined;
  const removed = result === 'removed' ? 'removed, ' : '';
  if (kubernetes) {
    const { events, plan } = kubernetes;
    return `${unit}: ${removed}${events.length === 0 ? 'nothing to do' : `${events.length} done`}, ${plan.unchanged} unchanged`;
  }
  if (plane === 'terraform' && planned?.plane === 'terraform') return `${unit}: ${removed}${terraformSummary(planned.changes)} done`;
  return `${unit}: ${result === 'removed' ? 'removed' : 'nothing to do'}`;
}

/** How a unit ended, in a few words. */
export function outcomeText(outcome: UnitOutcome): string {
  const done = doneLine(outcome);
  if (done !== undefined) return done.slice(outcome.unit.length + 2);
  const { result, errors, after = [] } = outcome;
  if (result === 'blocked') return `not begun: it waits for ${after.join(', ')}`;
  const words = { approval: 'needs approval', interrupted: 'interrupted', failed: 'failed' } as Readonly<Record<string, string>>;
  return `${words[result] ?? result}${errors[0] ? `: ${errors[0].details.message}` : ''}`;
}

/** Says of each unit that came to its end what became of it. */
export function printDone(output: Output, units: readonly UnitOutcome[]): void {
  for (const unit of units) {
    const line = doneLine(unit);
    if (line !== undefined) output.done(line);
  }
}

/** What was done, as data, unit by unit. */
export function applyData(units: readonly UnitOutcome[]): unknown[] {
  return units.map(({ unit, key, plane, result, durationMs, planned, kubernetes, outputs, after }) => ({
    plane,
    unit,
    key,
    result,
    durationMs,
    ...(kubernetes && { unchanged: kubernetes.plan.unchanged, events: kubernetes.events, readiness: kubernetes.readiness }),
    ...(planned?.plane === 'terraform' && { changes: planned.changes }),
    ...(outputs && { outputs }),
    ...(after && { after }),
  }));
}
