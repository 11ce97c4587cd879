import { type ObjectState, type ObjectStatus, refName, type UnitStatus } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';

const COLOURS: Readonly<Record<ObjectState, 'green' | 'yellow' | 'red' | 'dim'>> = {
  ready: 'green',
  accepted: 'dim',
  leaving: 'yellow',
  progressing: 'yellow',
  missing: 'red',
  failed: 'red',
};

/** Prints how units are: each with its numbers, and the objects that are not as they shall be. @param all the others, too */
export function printStatus(output: Output, units: readonly UnitStatus[], all: boolean): void {
  const width = Math.max(0, ...units.map(({ unit }) => unit.length));
  for (const { unit, status, objects } of units) {
    output.line(`${output.style('bold', unit.padEnd(width))}  ${output.style(COLOURS[status], status.padEnd(11))}  ${numbers(objects)}`);
    // A unit of which nothing was applied is said in one line.
    const isNew = objects.every((object) => object.status === 'missing');
    for (const object of objects) if (all || (isNoticed(object) && !isNew)) printObject(output, object);
  }
}

/** Whether an object needs a person's look, or more time. */
export function isNoticed({ status }: ObjectStatus): boolean {
  return status !== 'ready' && status !== 'accepted';
}

function printObject(output: Output, { object, status, sentence, path, pods = [] }: ObjectStatus): void {
  const where = path === undefined ? '' : output.style('dim', `  ${path}`);
  output.line(`  ${output.style(COLOURS[status], status)} ${refName(object)}: ${sentence}${where}`);
  for (const pod of pods) output.line(`      pod ${pod.name}: ${pod.sentence}`);
}

/** `9 objects: 8 ready, 1 progressing`. */
function numbers(objects: readonly ObjectStatus[]): string {
  const counts = new Map<ObjectState, number>();
  for (const { status } of objects) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  return `${objects.length} ${objects.length === 1 ? 'object' : 'objects'}${parts === '' ? '' : `: ${parts}`}`;
}
