import { type RunEvent, refName, type UnitOutcome } from '../../toolkit/apply/types.ts';
import { outcomeText } from '../render/outcomes.ts';

type Colour = 'green' | 'yellow' | 'red' | 'dim' | 'cyan';
type State = 'waiting' | 'running' | 'ended';

interface Row {
  readonly unit: string;
  state: State;
  text: string;
  /** Units that it waits for. */
  before: readonly string[];
  changes: number;
  done: number;
  /** When it was begun. */
  since: number;
  outcome?: UnitOutcome;
}

/** How texts are coloured. */
export type Paint = (colour: Colour, text: string) => string;

/** The units of a run as rows, as far as its events tell. Knows no terminal. */
export class RunTable {
  readonly #rows = new Map<string, Row>();
  readonly #now: () => number;

  /** @param now milliseconds since some moment */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes what happened. */
  on(event: RunEvent): void {
    if (event.type === 'held') {
      for (const row of this.#rows.values()) if (row.state === 'running') row.text = `waiting for ${event.by}`;
      return;
    }
    const row = this.#row(event.unit);
    if (event.type === 'waiting') row.before = event.for;
    else if (event.type === 'started') Object.assign(row, { state: 'running', text: 'planning', since: this.#now() });
    else if (event.type === 'planned') {
      if (event.planned.plane === 'kubernetes') row.changes = event.planned.plan.changes.length;
      row.text = row.changes > 0 ? `applying 0 of ${row.changes}` : 'applying';
    } else if (event.type === 'line') row.text = event.text;
    else if (event.type === 'object') {
      row.done++;
      row.text = `applying ${row.done} of ${Math.max(row.changes, row.done)}`;
    } else if (event.type === 'readiness') row.text = readinessText(event.objects);
    else Object.assign(row, { state: 'ended', text: outcomeText(event.outcome), outcome: event.outcome });
  }

  /** The rows as lines of at most so many columns; where there is no room for all, ended ones and those that wait are counted instead. */
  lines(columns: number, most: number, paint: Paint = (_, text) => text): string[] {
    const all = [...this.#rows.values()];
    const shown = all.length <= most ? all : this.#important(all, Math.max(most - 1, 0));
    const width = Math.min(Math.max(0, ...shown.map(({ unit }) => unit.length)), Math.max(10, Math.floor(columns / 2)));
    const lines = shown.map((row) => this.#line(row, width, columns, paint));
    const hidden = all.filter((row) => !shown.includes(row));
    if (hidden.length > 0 && most > 0) lines.push(paint('dim', cut(`… ${countText(hidden)}`, columns)));
    return lines;
  }

  #row(unit: string): Row {
    const known = this.#rows.get(unit);
    if (known) return known;
    const row: Row = { unit, state: 'waiting', text: '', before: [], changes: 0, done: 0, since: 0 };
    this.#rows.set(unit, row);
    return row;
  }

  /** Those under way, then those that went wrong, then those that wait; in their own order. */
  #important(all: readonly Row[], most: number): Row[] {
    const rank = (row: Row): number => (row.state === 'running' ? 0 : isWrong(row) ? 1 : row.state === 'waiting' ? 2 : 3);
    const chosen = new Set([...all].sort((a, b) => rank(a) - rank(b)).slice(0, most));
    return all.filter((row) => chosen.has(row));
  }

  #line(row: Row, width: number, columns: number, paint: Paint): string {
    const [sign, colour] = signOf(row);
    const seconds = row.state === 'running' ? Math.floor((this.#now() - row.since) / 1000) : 0;
    const text = `${row.state === 'waiting' ? this.#waitsFor(row) : row.text}${seconds > 0 ? ` (${seconds} s)` : ''}`;
    const line = cut(`${sign} ${cut(row.unit, width).padEnd(width)}  ${text}`, columns);
    return row.state === 'running' ? `${paint(colour, line.slice(0, 1))}${line.slice(1)}` : paint(colour, line);
  }

  #waitsFor({ before }: Row): string {
    const open = before.filter((unit) => this.#rows.get(unit)?.state !== 'ended');
    return open.length === 0 ? 'waiting' : `waiting for ${open.map((unit) => unit.slice(unit.indexOf('/') + 1)).join(', ')}`;
  }
}

/** `2 not ready; Deployment shop/web: 0 of 1 replicas are available`. */
export function readinessText(objects: Extract<RunEvent, { readonly type: 'readiness' }>['objects']): string {
  const [first] = objects;
  return `${objects.length} not ready${first ? `; ${refName(first.object)}: ${first.sentence}` : ''}`;
}

function isWrong({ outcome }: Row): boolean {
  return outcome !== undefined && !['applied', 'unchanged', 'removed'].includes(outcome.result);
}

function signOf(row: Row): readonly [string, Colour] {
  if (row.state === 'waiting') return ['·', 'dim'];
  if (row.state === 'running') return ['→', 'cyan'];
  if (!isWrong(row)) return ['✔', 'green'];
  return row.outcome?.result === 'failed' ? ['✘', 'red'] : ['!', 'yellow'];
}

function countText(rows: readonly Row[]): string {
  const words = { running: 'under way', waiting: 'waiting', ended: 'ended' } as const;
  const counts = (['running', 'waiting', 'ended'] as const).map((state) => [
    rows.filter((row) => row.state === state).length,
    words[state],
  ]);
  return `and ${counts.flatMap(([count, word]) => (count === 0 ? [] : `${count} ${word}`)).join(', ')}`;
}

function cut(text: string, columns: number): string {
  const flat = text.replaceAll(/\s*\n\s*/g, ' ');
  return flat.length <= columns ? flat : `${flat.slice(0, Math.max(0, columns - 1))}…`;
}
