import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { createLogUpdate } from 'log-update';

/** The lines of a moment, for a window of so many columns and rows. */
export type Draw = (columns: number, rows: number) => readonly string[];

/** A terminal, with the size of its window. */
export type TerminalStream = NodeJS.WriteStream & { readonly isTTY: true };

/** Events come faster than anybody reads. */
const REDRAW_MS = 80;
/** Seconds are shown: without an event, too, it is drawn again. */
const TICK_MS = 1000;

/** Lines at the end of a terminal that are drawn anew in their place, and follow the size of the window. */
export class LiveArea {
  readonly #stream: TerminalStream;
  readonly #draw: Draw;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #resize = (): void => this.#reflow();
  readonly #tick: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #isEnded = false;
  /** Lengths of the lines that are on the screen. */
  #shown: readonly number[] = [];

  constructor(stream: TerminalStream, draw: Draw) {
    this.#stream = stream;
    this.#draw = draw;
    this.#update = createLogUpdate(stream);
    stream.on('resize', this.#resize);
    this.#tick = setInterval(() => this.redraw(), TICK_MS);
  }

  /** Something changed: it is drawn soon. */
  changed(): void {
    if (!this.#isEnded) this.#soon ??= setTimeout(() => this.redraw(), REDRAW_MS);
  }

  redraw(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const { columns = 80, rows = 24 } = this.#stream;
    // The last column makes some terminals wrap, and the cursor has a row of its own.
    const lines = this.#draw(Math.max(columns - 1, 1), Math.max(rows - 1, 1));
    this.#shown = lines.map((line) => plainLength(line));
    this.#update(lines.join('\n'));
  }

  /** Takes it off the screen, until it is drawn again. */
  hide(): void {
    if (this.#isEnded) return;
    this.#update.clear();
    this.#shown = [];
  }

  /** Takes it off the screen for good. */
  end(): void {
    clearInterval(this.#tick);
    clearTimeout(this.#soon);
    this.#stream.off('resize', this.#resize);
    this.hide();
    this.#update.done();
    this.#isEnded = true;
  }

  /** A narrower window breaks lines that were shown in several: what is above the known ones is theirs. */
  #reflow(): void {
    const { columns = 80 } = this.#stream;
    const more = this.#shown.reduce((sum, length) => sum + Math.max(0, Math.ceil(length / columns) - 1), 0);
    this.#update.clear();
    if (more > 0) {
      moveCursor(this.#stream, 0, -more);
      cursorTo(this.#stream, 0);
      clearScreenDown(this.#stream);
    }
    this.redraw();
  }
}

function plainLength(line: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room
  return line.replace(/\u001b\[\d+m/g, '').length;
}
