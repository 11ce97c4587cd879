import { styleText } from 'node:util';
import type { KeelsonError } from '../core/errors.ts';
import type { Draw, LiveArea, TerminalStream } from './live/live-area.ts';
import { type Places, problemText } from './render/problem.ts';

type Style = Parameters<typeof styleText>[0];
type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** What commands print to: results on standard output, messages and progress on standard error. */
export class Output {
  readonly #out: Stream;
  readonly #err: Stream;
  readonly #isDumb: boolean;
  readonly #color: { readonly out: boolean; readonly err: boolean };
  readonly #isCi: boolean;
  /** Lines of progress that stand on the terminal. */
  #progress = 0;
  #live: LiveArea | undefined;

  constructor(out: Stream = process.stdout, err: Stream = process.stderr, environment: NodeJS.ProcessEnv = process.env) {
    this.#out = out;
    this.#err = err;
    this.#isDumb = environment['TERM'] === 'dumb';
    this.#isCi = Boolean(environment['CI']);
    this.#color = { out: isColored(out, environment), err: isColored(err, environment) };
  }

  /** A line of the result. */
  line(text: string): void {
    this.#write(this.#out, `${clean(text)}\n`);
  }

  /** Text of the result, as it is: a document. */
  text(text: string): void {
    this.#write(this.#out, text);
  }

  /** One JSON document. */
  json(value: unknown): void {
    this.#write(this.#out, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Something was done. */
  done(text: string): void {
    this.line(`${this.style('green', '✔')} ${text}`);
  }

  warning(error: KeelsonError, places?: Places): void {
    this.#problem('yellow', 'warning', error, places);
  }

  error(error: KeelsonError, places?: Places): void {
    this.#problem('red', 'error', error, places);
  }

  /** A line beside the messages, such as a stack trace. */
  detail(text: string): void {
    this.#write(this.#err, `${clean(text)}\n`);
  }

  /** Whether a person watches all of it: what goes to a file or a pipe has no lines that change. */
  get isLive(): boolean {
    return this.#out.isTTY === true && this.#err.isTTY === true && !this.#isDumb;
  }

  /** What a person waits for, in one or more lines; gone with what is printed next, and never in a file or a pipe. */
  progress(text: string): void {
    if (this.#err.isTTY !== true) return;
    // A line that is wrapped could not be taken back.
    const width = (this.#err.columns || 80) - 1;
    const lines = text.split('\n').map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
    this.#write(this.#err, lines.join('\n'));
    this.#progress = lines.length;
  }

  /**
   * Lines at the end of the terminal that are drawn anew in their place; other output goes above them. Undefined where nobody looks, as in
   * a file, a pipe and CI.
   */
  async live(draw: Draw): Promise<LiveArea | undefined> {
    if (!this.isLive || this.#isCi || !isTerminal(this.#err)) return undefined;
    const { LiveArea } = await import('./live/live-area.ts');
    this.#live = new LiveArea(this.#err, (columns, rows) => draw(columns, rows).map(clean));
    return this.#live;
  }

  /** A text of the result in a colour, on a terminal. */
  style(style: Style, text: string): string {
    return this.#color.out ? paint(style, text) : text;
  }

  /** Waits until everything is written: a process that ends sooner would lose what is left for a slow pipe. */
  async end(): Promise<void> {
    this.#clearProgress();
    for (const stream of [this.#out, this.#err]) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }

  #problem(style: Style, word: string, error: KeelsonError, places?: Places): void {
    this.#write(this.#err, `${this.#color.err ? paint(style, word) : word} ${clean(problemText(error, places))}\n`);
  }

  #write(stream: Stream, text: string): void {
    this.#clearProgress();
    this.#live?.hide();
    stream.write(text);
    this.#live?.changed();
  }

  #clearProgress(): void {
    if (this.#progress > 0) this.#err.write(`\r\u001b[K${'\u001b[1A\u001b[2K'.repeat(this.#progress - 1)}`);
    this.#progress = 0;
  }
}

function isTerminal(stream: Stream): stream is TerminalStream {
  return stream.isTTY === true;
}

/** Colour is for terminals; FORCE_COLOR and NO_COLOR decide otherwise, the first over the second as in Node. */
function isColored(stream: Stream, environment: NodeJS.ProcessEnv): boolean {
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Escape sequences other than colours could steer the terminal; texts of a program's may hold any. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
  return text.replace(/\u001b(?!\[\d{1,3}m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f\u009b]/g, '');
}
