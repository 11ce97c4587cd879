import { type RunEvent, refName } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { doneLine } from './outcomes.ts';

/** What is known of a unit that runs. */
interface Row {
  readonly unit: string;
  written: number;
  now: string;
}

/** Units that are shown at once. */
const MOST_ROWS = 12;

/** The table that a person watches while units are applied: a row for each that runs, and a line that stays for each that is done. */
export class ApplyTable {
  readonly #output: Output;
  readonly #rows = new Map<string, Row>();
  readonly #waiting = new Set<string>();

  constructor(output: Output) {
    this.#output = output;
  }

  take(event: RunEvent): void {
    const { unit } = event;
    if (event.type === 'waiting') this.#waiting.add(unit);
    else if (event.type === 'ended') this.#end(event.outcome);
    else {
      this.#waiting.delete(unit);
      const row = this.#rows.get(unit) ?? { unit, written: 0, now: '' };
      this.#rows.set(unit, row);
      if (event.type === 'started') row.now = 'planning';
      else if (event.type === 'line') row.now = event.text;
      else if (event.type === 'object') {
        row.written++;
        row.now = `${event.event.result} ${refName(event.event.object)}`;
      } else if (event.type === 'readiness') row.now = waitsFor(event.objects);
    }
    this.#draw();
  }

  #end(outcome: Extract<RunEvent, { type: 'ended' }>['outcome']): void {
    this.#rows.delete(outcome.unit);
    this.#waiting.delete(outcome.unit);
    const line = doneLine(outcome);
    if (line !== undefined) this.#output.done(line);
  }

  #draw(): void {
    const rows = [...this.#rows.values()];
    const width = Math.max(0, ...rows.map(({ unit }) => unit.length));
    const lines = rows
      .slice(0, MOST_ROWS)
      .map(({ unit, written, now }) => `  ${unit.padEnd(width)}  ${written > 0 ? `${written} written, ` : ''}${now}`);
    const more = rows.length - lines.length + this.#waiting.size;
    if (more > 0) lines.push(`  ${more} more ${more === 1 ? 'unit waits' : 'units wait'}`);
    this.#output.progress(lines.join('\n'));
  }
}

function waitsFor(objects: Extract<RunEvent, { type: 'readiness' }>['objects']): string {
  const [first] = objects;
  if (!first) return '';
  const more = objects.length > 1 ? `, and ${objects.length - 1} more` : '';
  return `waits for ${refName(first.object)}: ${first.sentence}${more}`;
}
