import { type RunEvent, refName } from '../../toolkit/apply/types.ts';
import type { Output } from '../output.ts';
import { RunTable, readinessText } from './run-table.ts';

/** A unit that waits is told of in lines so often. */
const TELL_MS = 15_000;

/** What shows a run while it goes on. */
export interface ShownRun {
  readonly event: (event: RunEvent) => void;
  /** What was redrawn goes; the result follows. */
  end(): void;
}

/** Shows a run: as a table that is redrawn in place on a terminal, else as lines, each for good. */
export async function showRun(output: Output): Promise<ShownRun> {
  const table = new RunTable();
  const area = await output.live((columns, rows) => table.lines(columns, rows, (colour, text) => output.style(colour, text)));
  if (!area) return { event: lines(output), end: () => {} };
  return {
    event: (event) => {
      table.on(event);
      area.changed();
    },
    end: () => area.end(),
  };
}

function lines(output: Output): ShownRun['event'] {
  const told = new Map<string, number>();
  return (event) => {
    if (event.type === 'held') output.line(`  waiting for ${event.by}, which has the environment`);
    else if (event.type === 'line') output.line(`  ${event.unit} ${event.text}`);
    else if (event.type === 'object') output.line(`  ${event.event.result} ${refName(event.event.object)}`);
    else if (event.type === 'readiness') {
      const now = performance.now();
      const last = told.get(event.unit);
      if (last === undefined) told.set(event.unit, now);
      else if (now - last > TELL_MS) {
        told.set(event.unit, now);
        output.line(`  ${event.unit}: ${readinessText(event.objects)}`);
      }
    }
  };
}
